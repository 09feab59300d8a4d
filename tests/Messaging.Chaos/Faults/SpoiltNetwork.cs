using Messaging.Testing.Network;

namespace Messaging.Chaos.Faults;

/// <summary>The network between all workers and a server.</summary>
/// <param name="name">How it is called on the command line.</param>
/// <param name="networks">The ways to the server, or to each of several.</param>
/// <param name="fault">What happens to it.</param>
internal sealed class SpoiltNetwork(string name, IReadOnlyList<NetworkProxy> networks, NetworkFault fault) : IFault
{
    public string Name => name;

    public (double Least, double Most) Seconds => fault switch
    {
        NetworkFault.Drop => (15, 30),
        NetworkFault.Slow => (5, 10),
        NetworkFault.HalfOpen => (15, 15),
        _ => (0, 0),
    };

    public bool StopsAll => fault is NetworkFault.Drop or NetworkFault.HalfOpen;

    public bool IsOverAtOnce => fault is NetworkFault.HalfOpen or NetworkFault.Reset;

    public Task BeginAsync()
    {
        foreach (var network in networks)
            network.Begin(fault);
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        foreach (var network in networks)
            network.Restore();
        return Task.CompletedTask;
    }
}
