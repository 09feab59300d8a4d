using System.Threading.Channels;

namespace Messaging.Benchmarks.Baselines.Ledgers;

/// <summary>Wakes the relay when something is in the outbox.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _signal.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _signal.Reader.ReadAsync(cancellationToken);
}
