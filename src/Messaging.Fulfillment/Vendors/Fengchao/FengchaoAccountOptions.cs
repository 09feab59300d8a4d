namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>One shop at Fengchao: the partner's credentials and the shop they act for.</summary>
public sealed class FengchaoAccountOptions : AccountOptions
{
    /// <summary>
    /// The shop's account, which Fengchao's authorisation returns as <c>doudianseller</c>. Required. Example:
    /// <c>oms38173182</c>.
    /// </summary>
    public string SellerNick { get; set; } = "";

    /// <inheritdoc/>
    public override IEnumerable<string> FindErrors(string path)
    {
        foreach (var error in base.FindErrors(path))
            yield return error;
        if (string.IsNullOrWhiteSpace(SellerNick))
            yield return $"{path}:SellerNick: is missing; it is the shop's account, which Fengchao's authorisation "
                + "returns as doudianseller.";
    }
}
