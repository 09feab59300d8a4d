using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator.Fengchao;

/// <summary>Fengchao's orders: each can be shipped once.</summary>
internal sealed class FengchaoOrders(VendorJournal journal)
{
    private const int MaxOrders = 100;

    public Answer Ship(IReadOnlyList<FengchaoOrder?>? orders, string appId, CallFaults faults)
    {
        if (orders is not { Count: > 0 })
            return FengchaoAnswers.InvalidData("request_data不能为空");
        if (orders.Count > MaxOrders)
            return FengchaoAnswers.InvalidData($"一次发货订单数不能超过{MaxOrders}个");
        if (orders.Any(order => string.IsNullOrWhiteSpace(order?.OrderId)))
            return FengchaoAnswers.InvalidOrderNo();
        journal.CountOrders(orders.Count);
        if (orders.Any(order => faults.Poisons(order!.OrderId!)))
            return FengchaoAnswers.InvalidOrderNo();

        var shipped = new List<FengchaoShipped>(orders.Count);
        for (var i = 0; i < orders.Count; i++)
        {
            var order = orders[i]!;
            var result =
                faults.IsBeingProcessed(i) ? Untouched(order, appId, ShipResult.BeingProcessed) : ShipOne(order, appId);
            if (!faults.IsMissing(i))
                shipped.Add(new(order.OrderId!, order.CompanyCode, order.LogisticsCode, result.Code, result.Message));
        }

        return FengchaoAnswers.Shipped(faults.Fault == CallFault.NullData ? null : shipped);
    }

    private ShipResult ShipOne(FengchaoOrder order, string appId)
    {
        var orderId = order.OrderId!;
        if (string.IsNullOrWhiteSpace(order.CompanyCode))
            return Untouched(order, appId, ShipResult.BadCarrier);
        switch (OrderKinds.Parse(orderId))
        {
            case OrderKind.Unknown:
                return Untouched(order, appId, ShipResult.NotThisShop);
            case OrderKind.PartlyShipped:
                return Untouched(order, appId, ShipResult.PartlyShipped);
            case OrderKind.RefundPending when !order.RejectsRefund:
                return Untouched(order, appId, ShipResult.RefundPending);
            case OrderKind.Shipped:
                return Untouched(order, appId, ShipResult.AlreadyShipped);
            case OrderKind.Closed:
                return Untouched(order, appId, ShipResult.Closed);
            default:
                var isFirst = journal.TryApplyOnce(orderId, appId, new Application(order.LogisticsCode ?? ""));
                return isFirst ? ShipResult.Shipped : ShipResult.AlreadyShipped;
        }
    }

    private ShipResult Untouched(FengchaoOrder order, string appId, ShipResult result)
    {
        journal.Touch(order.OrderId!, appId);
        return result;
    }
}
