using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors;

/// <summary>The current settings of the vendor that handles <typeparamref name="TEvent"/>, read anew at every use so that a reload counts.</summary>
internal sealed class VendorSettings<TEvent>(Func<VendorLimits> current)
    where TEvent : class, IOrderEvent
{
    public VendorLimits Current => current();

    public static VendorSettings<TEvent> From<TOptions>(IOptionsMonitor<TOptions> options)
        where TOptions : VendorLimits => new(() => options.CurrentValue);
}
