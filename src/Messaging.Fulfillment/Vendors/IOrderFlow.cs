using Messaging.Contracts;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// Adds everything between a vendor's queue and its adapter. Implemented where the rooms are composed, so that this
/// room does not have to know those that use it.
/// </summary>
internal interface IOrderFlow
{
    void Add<TEvent>()
        where TEvent : class, IOrderEvent;
}
