using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Messaging.Fulfillment.Tests.Architecture;

/// <summary>The rooms of the library depend on each other in one direction, from the queue to the result.</summary>
public class RoomTests
{
    private const string Root = "Messaging.Fulfillment";

    private static readonly string[] RabbitMq = ["RabbitMQ.Client", "MassTransit.RabbitMqTransport"];
    private static readonly string[] Databases = ["Npgsql", "Microsoft.Data.Sqlite", "DbUp"];

    private static readonly ArchUnitNET.Domain.Architecture Library =
        new ArchLoader().LoadAssemblies(typeof(FulfillmentRegistration).Assembly).Build();

    /// <summary>Each room, and those that it may know.</summary>
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "Settings", [] },
        { "Telemetry", [] },
        { "Retries", ["Settings"] },
        { "Vendors", ["Settings", "Retries"] },
        { "Ledger", ["Settings", "Retries"] },
        { "Results", ["Settings", "Retries", "Telemetry", "Vendors", "Ledger"] },
        { "Maintenance", ["Settings", "Telemetry", "Ledger", "Results"] },
        { "Dispatch", ["Retries", "Telemetry", "Vendors", "Ledger", "Results", "Maintenance"] },
        { "Repair", ["Ledger", "Results", "Maintenance"] },
        {
            "Intake",
            ["Settings", "Telemetry", "Vendors", "Ledger", "Results", "Maintenance", "Dispatch"]
        },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_those_below_it(string room, string[] known) => AssertNone(
        from type in Library.Types
        where GetRoom(type) == room
        from dependency in type.Dependencies
        let target = GetRoom(dependency.Target)
        where target is not null && target != room && !known.Contains(target, StringComparer.Ordinal)
        select $"{type.FullName} → {dependency.Target.FullName}");

    [Fact]
    public void Every_room_is_in_the_table() => Assert.Equal(
        Library.Types.Select(GetRoom)
            .OfType<string>()
            .Where(room => room.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(),
        Rooms.Select(row => row.Data.Item1).Order());

    /// <summary>The folder of a vendor knows no other vendor's, and what vendors share knows none.</summary>
    [Fact]
    public void A_vendor_is_known_to_itself_alone() => AssertNone(
        from type in Library.Types
        where GetRoom(type) == "Vendors"
        from dependency in type.Dependencies
        where GetRoom(dependency.Target) == "Vendors"
        let vendor = GetFolders(dependency.Target).ElementAtOrDefault(1)
        where vendor is not null && vendor != GetFolders(type).ElementAtOrDefault(1)
        select $"{type.FullName} → {dependency.Target.FullName}");

    [Fact]
    public void Only_the_rooms_for_rabbitmq_know_rabbitmq() =>
        AssertNone(FindUsersOf(RabbitMq, $"{Root}.Intake.RabbitMq", $"{Root}.Results.RabbitMq"));

    [Theory]
    [InlineData("Intake")]
    [InlineData("Results")]
    public void A_room_for_rabbitmq_is_known_to_the_one_around_it_and_to_others_for_rabbitmq(string room) => AssertNone(
        from type in Library.Types
        where !IsIn(type, $"{Root}.{room}") && !IsIn(type, $"{Root}.Intake.RabbitMq")
        from dependency in type.Dependencies
        where IsIn(dependency.Target, $"{Root}.{room}.RabbitMq")
        select $"{type.FullName} → {dependency.Target.FullName}");

    [Fact]
    public void Only_the_ledger_knows_a_database() => AssertNone(FindUsersOf(Databases, $"{Root}.Ledger"));

    private static void AssertNone(IEnumerable<string> found) =>
        Assert.All(found.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Assert.Fail);

    private static IEnumerable<string> FindUsersOf(string[] libraries, params string[] users) =>
        from type in Library.Types
        where IsIn(type, Root) && !users.Any(user => IsIn(type, user))
        from dependency in type.Dependencies
        where libraries.Any(library => IsIn(dependency.Target, library))
        select $"{type.FullName} → {dependency.Target.FullName}";

    /// <summary>
    /// The first folder below the root; empty for the root itself, null for a type from elsewhere.
    /// </summary>
    private static string? GetRoom(IType type) => IsIn(type, Root) ? GetFolders(type).FirstOrDefault("") : null;

    private static string[] GetFolders(IType type) =>
        type.FullName.Split(' ', '`', '+', '<', '[')[0][(Root.Length + 1)..].Split('.')[..^1];

    /// <summary>Compares names: the namespace reported for a compiler-generated type may be another.</summary>
    private static bool IsIn(IType type, string space) =>
        type.FullName.StartsWith(space + '.', StringComparison.Ordinal);
}
