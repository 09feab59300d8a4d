namespace Messaging.Benchmarks.Environments;

/// <summary>Processor time of the servers.</summary>
internal sealed record ServersCpu(TimeSpan Broker, TimeSpan Database, TimeSpan Vendors)
{
    public static ServersCpu operator -(ServersCpu later, ServersCpu earlier) =>
        new(later.Broker - earlier.Broker, later.Database - earlier.Database, later.Vendors - earlier.Vendors);
}
