using Messaging.Testing;
using Messaging.VendorSimulator;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.Chaos.Service;

/// <summary>Inspects the service's queues.</summary>
public static class Queues
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the queues of all vendors exist, so that nothing published is lost.</summary>
    public static async Task WaitAsync(string brokerAddress, PrivateProgram worker)
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var vendor in VendorNames.All)
        {
            while (await LookAsync(brokerAddress, $"fulfillment-{vendor}") is null)
            {
                if (!worker.IsRunning || TimeProvider.System.GetElapsedTime(started) > Timeout)
                    throw new TimeoutException(
                        $"The worker has declared no queue for {vendor}:{Environment.NewLine}{worker.OutputTail()}");
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            }
        }
    }

    /// <summary>Messages that wait for a worker.</summary>
    public static Task<long> CountWaitingAsync(string brokerAddress) => SumAsync(brokerAddress, "");

    /// <summary>Whether the queue of each vendor has a consumer.</summary>
    public static async Task<bool> AreConsumedAsync(string brokerAddress)
    {
        foreach (var vendor in VendorNames.All)
        {
            if (await CountConsumersAsync(brokerAddress, vendor) == 0)
                return false;
        }

        return true;
    }

    /// <summary>How many workers take orders of a vendor.</summary>
    public static async Task<long> CountConsumersAsync(string brokerAddress, string vendor) =>
        (await LookAsync(brokerAddress, $"fulfillment-{vendor}"))?.ConsumerCount ?? 0;

    /// <summary>Messages that were put aside: in <c>_error</c>, <c>_skipped</c> and <c>_undelivered</c>.</summary>
    public static async Task<long> CountAsideAsync(string brokerAddress) =>
        await SumAsync(brokerAddress, "_error") + await SumAsync(
            brokerAddress, "_skipped") + await SumAsync(brokerAddress, "_undelivered");

    private static async Task<long> SumAsync(string brokerAddress, string suffix)
    {
        var sum = 0L;
        foreach (var vendor in VendorNames.All)
            sum += (await LookAsync(brokerAddress, $"fulfillment-{vendor}{suffix}"))?.MessageCount ?? 0;
        return sum;
    }

    /// <returns>Null where there is no such queue.</returns>
    private static async Task<QueueDeclareOk?> LookAsync(string brokerAddress, string queue)
    {
        await using var connection =
            await new ConnectionFactory { Uri = new Uri(brokerAddress) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }
}
