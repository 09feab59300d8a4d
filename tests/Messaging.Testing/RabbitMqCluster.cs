namespace Messaging.Testing;

/// <summary>Several private brokers that are one: see <see cref="RabbitMqServer"/>.</summary>
public sealed class RabbitMqCluster : IAsyncDisposable
{
    private readonly List<RabbitMqServer> _nodes = [];

    private RabbitMqCluster()
    {
    }

    /// <summary>The brokers; each can be killed and started again.</summary>
    public IReadOnlyList<RabbitMqServer> Nodes => _nodes;

    /// <summary>Starts so many brokers, one of them a plain one, and joins them.</summary>
    public static async Task<RabbitMqCluster> StartNewAsync(int nodes)
    {
        var cluster = new RabbitMqCluster();
        try
        {
            var first = await RabbitMqServer.StartNewAsync();
            cluster._nodes.Add(first);
            for (var i = 1; i < nodes; i++)
            {
                var other = await RabbitMqServer.StartNewAsync(first);
                cluster._nodes.Add(other);
                await other.JoinAsync(first);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>See <see cref="RabbitMqServer.SaveDeclarationsAsync"/>.</summary>
    public Task SaveDeclarationsAsync() => Task.WhenAll(_nodes.Select(node => node.SaveDeclarationsAsync()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The first has the port mapper of all.
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.DisposeAsync();
    }
}
