using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

internal static class VendorAdapterExtensions
{
    /// <summary>Whether the ledger has to know of each call before it leaves.</summary>
    public static bool NeedsSendIntent<TEvent>(this IVendorAdapter<TEvent> adapter)
        where TEvent : class, IOrderEvent => adapter.Repeats == RepeatBehaviour.AnsweredAsAlreadyDone;
}
