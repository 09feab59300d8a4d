using Messaging.VendorSimulator.Calls;
using Messaging.VendorSimulator.Faults;
using Messaging.VendorSimulator.Journal;

namespace Messaging.VendorSimulator.Polyv;

/// <summary>Polyv's orders: setting a status that an order already has succeeds again.</summary>
internal sealed class PolyvOrders(VendorJournal journal)
{
    private const int MaxOrders = 1000;
    private const string Delivering = "delivering";
    private const string WaitingForDelivery = "wait_delivery";

    public Answer Update(PolyvUpdate? update, string appId, CallFaults faults)
    {
        if (update?.OrderNos is not { Count: > 0 } orderNos || orderNos.Any(string.IsNullOrWhiteSpace))
            return PolyvAnswers.InvalidParameter("orderNos is required.");
        if (orderNos.Count > MaxOrders)
            return PolyvAnswers.InvalidParameter($"orderNos size must not exceed {MaxOrders}.");
        if (update.Status is not Delivering)
            return PolyvAnswers.InvalidParameter("status is invalid.");
        journal.CountOrders(orderNos.Count);
        if (orderNos.Any(orderNo => faults.Poisons(orderNo!)))
            return PolyvAnswers.InvalidParameter("orderNos contains an invalid order.");

        var updated = UpdateEach(orderNos!, appId, faults);
        return PolyvAnswers.Updated(faults.Fault == CallFault.NullData ? null : updated);
    }

    public Answer Get(string? orderNo, CallFaults faults)
    {
        if (string.IsNullOrWhiteSpace(orderNo))
            return PolyvAnswers.InvalidParameter("orderNo is required.");
        var kind = OrderKinds.Parse(orderNo);
        if (kind == OrderKind.Unknown)
            return PolyvAnswers.NoSuchOrder();
        var isDelivering = kind == OrderKind.Shipped || journal.Find(orderNo) is { Applied: > 0 };
        return PolyvAnswers.Order(
            faults.Fault == CallFault.NullData ? null : new(orderNo, isDelivering ? Delivering : WaitingForDelivery));
    }

    private PolyvUpdated UpdateEach(IReadOnlyList<string> orderNos, string appId, CallFaults faults)
    {
        var succeeded = new List<string>(orderNos.Count);
        var failed = new List<PolyvFailedOrder>();
        for (var i = 0; i < orderNos.Count; i++)
        {
            var orderNo = orderNos[i];
            var isKnown = OrderKinds.Parse(orderNo) != OrderKind.Unknown;
            if (isKnown)
                journal.Apply(orderNo, appId, new Application(Delivering));
            else
                journal.Touch(orderNo, appId);

            if (faults.IsMissing(i))
                continue;
            if (isKnown)
                succeeded.Add(orderNo);
            else
                failed.Add(new(orderNo, PolyvAnswers.UnknownOrderCode, PolyvAnswers.UnknownOrder));
        }

        return new(succeeded, failed);
    }
}
