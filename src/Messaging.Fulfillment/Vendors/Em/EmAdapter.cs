using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors.Em;

/// <summary>Modifies orders at EM.</summary>
internal sealed class EmAdapter(
    VendorHttp http, IOptionsMonitor<EmOptions> options, TimeProvider time) : IVendorAdapter<OrderModified>
{
    public string Vendor => EmOptions.Vendor;

    public RepeatBehaviour Repeats => RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> FindViolations(OrderModified order) =>
        [.. EmRules.FindViolations(order, options.CurrentValue.Carriers)];

    public async Task<VendorAnswer> CallAsync(VendorCall<OrderModified> call, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        if (!current.Accounts.TryGetValue(call.Account, out var account))
            return VendorAnswer.WholeCall(ClassifiedAnswer.NoSuchAccount(call.Account), call.Orders.Count);

        return await http.SendAsync(
            Vendor,
            account,
            signer => EmRequest.Build(call.Orders[0].Event, signer, current, time.GetUtcNow()),
            call.Orders.Count,
            current.MaxAnswerBytes,
            reply => EmAnswer.Read(reply, call.Orders, current),
            cancellationToken);
    }
}
