using System.Globalization;
using Messaging.Testing.Network;

namespace Messaging.Chaos.Faults;

/// <summary>
/// The system drops every packet between the workers and a server, below TCP: nothing is acknowledged, nobody is told.
/// </summary>
/// <param name="name">How it is called on the command line.</param>
/// <param name="networks">The ways to the server, or to each of several.</param>
internal sealed class LostPackets(string name, IReadOnlyList<NetworkProxy> networks) : IFault
{
    public string Name => name;

    public (double Least, double Most) Seconds => (15, 30);

    public bool StopsAll => true;

    public bool IsOverAtOnce => false;

    public Task BeginAsync() => SetRulesAsync("--append");

    public Task EndAsync() => SetRulesAsync("--delete");

    private async Task SetRulesAsync(string change)
    {
        foreach (var network in networks)
        {
            var port = network.Port.ToString(CultureInfo.InvariantCulture);
            foreach (var direction in new[] { "--dport", "--sport" })
                await PrivateNetwork.SetRuleAsync(change, "INPUT", "-p", "tcp", direction, port, "-j", "DROP");
        }
    }
}
