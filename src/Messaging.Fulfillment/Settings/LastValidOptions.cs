using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Messaging.Fulfillment.Settings;

/// <summary>
/// Options that follow a reload of the configuration only when the new values are valid: otherwise the reload is
/// refused with its reasons, and the values before it stay. At the start there are none before it, and invalid options
/// throw.
/// </summary>
internal sealed partial class LastValidOptions<TOptions> : IOptionsMonitor<TOptions>, IDisposable
    where TOptions : class
{
    private readonly IOptionsFactory<TOptions> _factory;
    private readonly ILogger<LastValidOptions<TOptions>> _logger;
    private readonly IDisposable[] _subscriptions;
    private readonly Lock _lock = new();
    private Action<TOptions, string?>? _listeners;
    private volatile TOptions? _current;

    public LastValidOptions(
        IOptionsFactory<TOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<TOptions>> sources,
        ILogger<LastValidOptions<TOptions>> logger)
    {
        _factory = factory;
        _logger = logger;
        _subscriptions = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    /// <exception cref="OptionsValidationException">The options are invalid and never were valid.</exception>
    public TOptions CurrentValue => _current ??= _factory.Create(Options.DefaultName);

    public TOptions Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<TOptions, string?> listener)
    {
        lock (_lock)
            _listeners += listener;
        return new Unsubscriber(() =>
        {
            lock (_lock)
                _listeners -= listener;
        });
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private void Reload()
    {
        try
        {
            var reloaded = _factory.Create(Options.DefaultName);
            _current = reloaded;
            LogReloaded(typeof(TOptions).Name);
            _listeners?.Invoke(reloaded, Options.DefaultName);
        }
        catch (OptionsValidationException e)
        {
            LogRefused(typeof(TOptions).Name, string.Join(' ', e.Failures));
        }
        catch (InvalidOperationException e)
        {
            // The message quotes the value, which may be a secret in the wrong place.
            LogRefused(
                typeof(TOptions).Name,
                $"A value cannot be read ({e.InnerException?.GetType().Name ?? e.GetType().Name}).");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Options} were reloaded")]
    private partial void LogReloaded(string options);

    [LoggerMessage(Level = LogLevel.Error, Message = "The new {Options} are refused and those before stay: {Errors}")]
    private partial void LogRefused(string options, string errors);

    private sealed class Unsubscriber(Action unsubscribe) : IDisposable
    {
        public void Dispose() => unsubscribe();
    }
}
