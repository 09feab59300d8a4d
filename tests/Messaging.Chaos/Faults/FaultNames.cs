using Messaging.Chaos.Service;
using Messaging.Testing.Network;

namespace Messaging.Chaos.Faults;

/// <summary>The faults by their names on the command line.</summary>
public static class FaultNames
{
    public const string Kill = "kill";
    public const string DiskFull = "disk-full";
    public const string Clock = "clock";
    public const string Replace = "replace";
    public const string Zero = "zero";
    private const string Packets = "packets";
    private const string ReadOnly = "read-only";
    private const string Hold = "hold";
    private const string OfDatabase = "database-";

    private static readonly Dictionary<string, NetworkFault> Networks = new(StringComparer.Ordinal)
    {
        ["drop"] = NetworkFault.Drop,
        ["half-open"] = NetworkFault.HalfOpen,
        ["slow"] = NetworkFault.Slow,
        ["reset"] = NetworkFault.Reset,
    };

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Kill,
        .. Networks.Keys,
        Packets,
        .. Networks.Keys.Select(name => OfDatabase + name),
        OfDatabase + Packets,
        ReadOnly,
        DiskFull,
        Clock,
        Hold,
        Replace,
        Zero,
    ];

    /// <summary>Whether it needs a network that nobody else uses.</summary>
    public static bool IsOfPackets(string name) => name.EndsWith(Packets, StringComparison.Ordinal);

    /// <summary>Whether it needs a database server.</summary>
    public static bool IsOfDatabase(string name) =>
        name is ReadOnly or DiskFull or Hold || name.StartsWith(OfDatabase, StringComparison.Ordinal);

    /// <summary>Null where it cannot be made on this machine.</summary>
    /// <param name="name">One of <see cref="All"/>, but no kill, and nothing that is done to workers.</param>
    /// <param name="servers">What it befalls.</param>
    /// <param name="clock">The clock of one worker.</param>
    public static IFault? Create(string name, Servers servers, WrongClock clock) => name switch
    {
        ReadOnly => new ReadOnlyDatabase(servers.Database!),
        Hold => new HeldVendor(servers.Ledger),
        DiskFull => servers.Database!.HasSmallDisk ? new FullDisk(servers.Database) : null,
        Clock => WrongClock.IsPossible ? clock : null,
        _ when IsOfPackets(name) => PrivateNetwork.IsInside
            ? new LostPackets(name, IsOfDatabase(name) ? servers.DatabaseNetworks : servers.BrokerNetworks)
            : null,
        _ when Networks.TryGetValue(name, out var fault) => new SpoiltNetwork(name, servers.BrokerNetworks, fault),
        _ => new SpoiltNetwork(name, servers.DatabaseNetworks, Networks[name[OfDatabase.Length..]]),
    };
}
