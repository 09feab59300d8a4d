using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors.Fengchao;

/// <summary>Ships orders at Doudian through Fengchao.</summary>
internal sealed class FengchaoAdapter(VendorHttp http, IOptionsMonitor<FengchaoOptions> options, TimeProvider time)
    : IVendorAdapter<OrderShipped>
{
    public string Vendor => FengchaoOptions.Vendor;

    public RepeatBehaviour Repeats => RepeatBehaviour.AnsweredAsAlreadyDone;

    public IReadOnlyList<string> FindViolations(OrderShipped order) => [.. FengchaoRules.FindViolations(order)];

    public async Task<VendorAnswer> CallAsync(VendorCall<OrderShipped> call, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        if (!current.Accounts.TryGetValue(call.Account, out var account))
            return VendorAnswer.WholeCall(ClassifiedAnswer.NoSuchAccount(call.Account), call.Orders.Count);

        return await http.SendAsync(
            Vendor,
            account,
            signer => FengchaoRequest.Build(call.Orders.Select(o => o.Event), signer, current, time.GetUtcNow()),
            call.Orders.Count,
            current.MaxAnswerBytes,
            reply => FengchaoAnswer.Read(reply, call.Orders, current),
            cancellationToken);
    }
}
