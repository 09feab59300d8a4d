using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Messaging.Benchmarks.Baselines.Ledgers;

/// <summary>The relay: publishes what is in the outbox, in its order, a group at a time.</summary>
internal sealed class OutboxPublisher(IBus bus, MessageTables tables, OutboxSignal signal) : BackgroundService
{
    private const int MaxTogether = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await signal.WaitAsync(stoppingToken))
        {
            while (await tables.RelayAsync(
                MaxTogether,
                results => bus.PublishBatch(
                    results,
                    context => context.MessageId = context.Message.EventId,
                    stoppingToken),
                stoppingToken))
            {
            }
        }
    }
}
