using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Tests.Vendors;

/// <summary>Options that never reload.</summary>
internal sealed class FixedOptions<TOptions>(TOptions value) : IOptionsMonitor<TOptions>
{
    public TOptions CurrentValue => value;

    public TOptions Get(string? name) => value;

    public IDisposable? OnChange(Action<TOptions, string?> listener) => null;
}
