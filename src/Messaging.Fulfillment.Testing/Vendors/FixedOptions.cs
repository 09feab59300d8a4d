using Microsoft.Extensions.Options;

namespace Messaging.Fulfillment.Testing.Vendors;

/// <summary>Options that never reload.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
/// <param name="value">Their value.</param>
public sealed class FixedOptions<TOptions>(TOptions value) : IOptionsMonitor<TOptions>
{
    /// <inheritdoc/>
    public TOptions CurrentValue => value;

    /// <inheritdoc/>
    public TOptions Get(string? name) => value;

    /// <inheritdoc/>
    public IDisposable? OnChange(Action<TOptions, string?> listener) => null;
}
