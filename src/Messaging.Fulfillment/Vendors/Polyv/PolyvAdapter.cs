using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors.Polyv;

/// <summary>
/// Sets orders to "delivering" at Polyv: <c>product/order/update-batch-status</c>, up to 1000 orders in a call.
/// </summary>
internal sealed class PolyvAdapter(VendorHttp http, IOptionsMonitor<PolyvOptions> options, TimeProvider time)
    : IVendorAdapter<OrderMarkedDelivering>
{
    public const string Name = "polyv";
    private readonly PolyvInquiry _inquiry = new(http, time);

    public string Vendor => Name;

    public RepeatBehaviour Repeats => RepeatBehaviour.SetsValue;

    public IReadOnlyList<string> FindViolations(OrderMarkedDelivering order) =>
        [.. OrderNumberRule.FindViolations(order.OrderNo)];

    public async Task<VendorAnswer> CallAsync(
        VendorCall<OrderMarkedDelivering> call, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        if (!current.Accounts.TryGetValue(call.Account, out var account))
            return VendorAnswer.WholeCall(ClassifiedAnswer.NoSuchAccount(call.Account), call.Orders.Count);
        if (current.ResolveUnknownBy == PolyvResolution.SendAgain)
            return await UpdateAsync(call.Orders, current, account, cancellationToken);

        var known = await _inquiry.AskAsync(call, current, account, cancellationToken);
        var unsent = call.Orders.Where((_, i) => known[i] is null).ToArray();
        var sent = unsent.Length == 0
            ? VendorAnswer.PerOrder([])
            : await UpdateAsync(unsent, current, account, cancellationToken);
        return PolyvInquiry.Merge(known, sent);
    }

    private Task<VendorAnswer> UpdateAsync(
        IReadOnlyList<VendorOrder<OrderMarkedDelivering>> orders,
        PolyvOptions current,
        AccountOptions account,
        CancellationToken cancellationToken)
    {
        // The signature holds for 3 minutes: every attempt has one of its own.
        var orderNos = orders.Select(order => order.Event.OrderNo).ToArray();
        return http.SendAsync(
            Name,
            account,
            signer => PolyvRequest.Update(current, signer, orderNos, time.GetUtcNow()),
            orders.Count,
            current.MaxAnswerBytes,
            reply => PolyvAnswer.Read(reply, orders, current),
            cancellationToken);
    }
}
