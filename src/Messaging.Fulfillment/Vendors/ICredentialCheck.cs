namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Asks a vendor something that changes nothing, signed with an account's credentials, to find out whether they are
/// right before an order depends on them. Only for a vendor that has such a question.
/// </summary>
public interface ICredentialCheck
{
    /// <summary>The vendor's name.</summary>
    string Vendor { get; }

    /// <summary>Asks once.</summary>
    /// <param name="account">The name of a configured account.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null where the vendor took the credentials; else why not, or why there was no answer.</returns>
    Task<CallFault?> FindFaultAsync(string account, CancellationToken cancellationToken);
}
