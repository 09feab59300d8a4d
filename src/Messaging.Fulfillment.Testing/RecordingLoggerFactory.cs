using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Messaging.Fulfillment.Testing;

/// <summary>Keeps what is logged. Disposing it changes nothing: buses of other hosts may still hold it.</summary>
internal sealed class RecordingLoggerFactory(ConcurrentQueue<string> lines) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new RecordingLogger(lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class RecordingLogger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
        }
    }
}
