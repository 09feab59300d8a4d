using Messaging.Contracts;
using Messaging.Fulfillment.Retries;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>Reads an order that does not exist (<c>product/order/get</c>): Polyv says so to those it knows.</summary>
internal sealed class PolyvCredentialCheck(VendorHttp http, IOptionsMonitor<PolyvOptions> options, TimeProvider time)
    : ICredentialCheck
{
    public string Vendor => PolyvAdapter.Name;

    public async Task<CallFault?> FindFaultAsync(string account, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        var order = new OrderMarkedDelivering
        {
            EventId = Guid.Empty,
            OrderNo = $"check-{time.GetUtcNow().ToUnixTimeMilliseconds()}",
            OccurredAt = time.GetUtcNow(),
        };
        var answer = await http.SendAsync(
            Vendor,
            current.Accounts[account],
            signer => PolyvRequest.Get(current, signer, order.OrderNo, time.GetUtcNow()),
            orders: 1,
            current.MaxAnswerBytes,
            reply => PolyvOrderStatus.Read(reply, new(order, InDoubt: false), current),
            cancellationToken);
        // That the order is refused is what is hoped for.
        return answer.Fault is { Kind: not CallFaultKind.Refused } fault ? fault : null;
    }
}
