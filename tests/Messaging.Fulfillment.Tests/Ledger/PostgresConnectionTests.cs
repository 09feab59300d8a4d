using Messaging.Fulfillment.Ledger.Postgres;
using Npgsql;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class PostgresConnectionTests
{
    [Theory]
    [InlineData("", 20, 4, 4, 1000)]
    [InlineData("", 5, 1, 1, 1000)]
    [InlineData("", 600, 10, 10, 1000)]
    [InlineData(";Command Timeout=2;Timeout=3;Cancellation Timeout=500", 20, 2, 2, 500)]
    [InlineData(";Command Timeout=300;Timeout=60;Cancellation Timeout=9000", 20, 4, 4, 1000)]
    [InlineData(";Command Timeout=0;Timeout=0;Cancellation Timeout=-1", 20, 4, 4, 1000)]
    public void Timeouts_follow_from_the_lease_where_the_operator_set_no_shorter_ones(
        string configured, int lease, int command, int connect, int cancellation)
    {
        var connectionString = "Host=db" + configured;

        var settings = new NpgsqlConnectionStringBuilder(
            PostgresConnection.Complete(connectionString, Timeouts(connectionString, lease)));

        Assert.Equal(
            (command, connect, cancellation),
            (settings.CommandTimeout, settings.Timeout, settings.CancellationTimeout));
        Assert.Contains($"idle_in_transaction_session_timeout={command}s", settings.Options, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(600)]
    public void A_connection_that_fell_silent_is_given_up_in_time_to_renew_the_lease_over_another(int lease)
    {
        var timeouts = Timeouts("Host=db", lease);

        // Begun a quarter after the one before, which holds for three quarters.
        var left = TimeSpan.FromSeconds(lease) / 2;
        Assert.True(timeouts.Statement + TimeSpan.FromSeconds(1) <= left);
        Assert.True(timeouts.Release <= left);
        Assert.True(timeouts.Report >= TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(600)]
    public void After_an_outage_every_worker_is_back_before_the_first_takes_over_from_it(int lease)
    {
        var timeouts = Timeouts("Host=db", lease);

        // An attempt that began just before the end fails after all, with its cancellation, and the next takes long.
        var back = timeouts.Statement + TimeSpan.FromSeconds(1) + timeouts.Pause + timeouts.Statement;
        Assert.True(back < TimeSpan.FromSeconds(lease), $"{back}");
    }

    private static PostgresTimeouts Timeouts(string connectionString, int lease) =>
        new(connectionString, TimeSpan.FromSeconds(lease));
}
