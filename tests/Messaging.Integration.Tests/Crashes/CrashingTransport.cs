using System.Diagnostics;
using Messaging.Fulfillment.Results;

namespace Messaging.Integration.Tests.Crashes;

/// <summary>Dies once the broker has confirmed the first result.</summary>
internal sealed class CrashingTransport(IResultTransport transport, CrashPoint point)
    : IResultTransport, IAsyncDisposable
{
    public string Description => transport.Description;

    public async Task<IReadOnlyList<Exception?>> PublishAsync(
        IReadOnlyList<(ResultEvent Result, ActivityContext Trace)> results, CancellationToken cancellationToken)
    {
        if (!point.IsAt(CrashWindow.AfterFirstPublish))
            return await transport.PublishAsync(results, cancellationToken);
        var faults = await transport.PublishAsync([results[0]], cancellationToken);
        if (faults[0] is null)
            point.Reached(CrashWindow.AfterFirstPublish);
        return [faults[0], .. results.Skip(1).Select(_ => faults[0])];
    }

    public ValueTask DisposeAsync() =>
        transport is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
