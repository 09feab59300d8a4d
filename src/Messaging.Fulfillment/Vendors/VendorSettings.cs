using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Vendors;

/// <summary>
/// The current settings of the vendor that handles <typeparamref name="TEvent"/>, read anew at every use so that a
/// reload counts.
/// </summary>
internal sealed class VendorSettings<TEvent>(Func<VendorLimits> current, Func<Action, IDisposable?>? onChange = null)
    where TEvent : class, IOrderEvent
{
    public VendorLimits Current => current();

    /// <summary>Has <paramref name="action"/> called after each change, until disposed.</summary>
    public IDisposable? OnChange(Action action) => onChange?.Invoke(action);

    public static VendorSettings<TEvent> From<TOptions>(IOptionsMonitor<TOptions> options)
        where TOptions : VendorLimits => new(() => options.CurrentValue, action => options.OnChange(_ => action()));
}
