using Messaging.Fulfillment.Ledger;
using Messaging.Fulfillment.Ledger.Postgres;
using Messaging.Testing;
using Messaging.Testing.Ledger;
using Messaging.Testing.Network;

namespace Messaging.Integration.Tests.Ledger;

/// <summary>The database fails while the ledger is in use.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private readonly LedgerClock _clock = new();
    private PostgresServer _server = null!;
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartNewAsync();
        _database = await _server.CreateDatabaseAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_server_killed_again_and_again_under_load_loses_nothing_and_doubles_nothing()
    {
        await using var ledger = LedgerHost.Build("postgres", _database, _clock);
        await ledger.OpenAsync(Token);
        var received = 0;
        var outages = 0;
        var killing = true;

        async Task WorkAsync()
        {
            while (Volatile.Read(ref killing))
            {
                var orders = Enumerable.Range(0, 20).Select(_ => Order()).ToArray();
                var claim = await ledger.ClaimAsync(orders, new ClaimTerms(RecordsSendIntent: false, []), Token);
                Assert.Equal(orders.Select(Claimed), claim.Claimed);
                Assert.Equal((20, 0), (claim.Received, claim.Duplicates));
                Interlocked.Add(ref received, claim.Received);
                Assert.Empty(await ledger.SettleAsync(
                    [.. orders.Select((order, i) => Settle(order, succeeded: i % 2 == 0))], Token));
                await ledger.MarkPublishedAsync([.. orders.Select(order => order.EventId)], Token);
            }
        }

        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(WorkAsync)).ToArray();
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System, Token);
            await _server.KillAsync();
            await Eventually.TrueAsync(() => ledger.Outage is not null, "the outage is seen");
            outages++;
            await _server.StartAsync();
            await Eventually.TrueAsync(() => ledger.Outage is null, "its end is seen");
        }

        Volatile.Write(ref killing, false);
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(4, outages);
        Assert.Equal(
            new LedgerTotals(
                "em", received, received / 2, received / 2, 0, 0, null), Assert.Single(await ledger.CountAsync(Token)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_was_lost_is_recognised_and_not_repeated(bool committed)
    {
        await using var proxy = new CommitCuttingProxy(_server.Port);
        var connection =
            new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = proxy.Port, SslMode = Npgsql.SslMode.Disable };
        await using var ledger = LedgerHost.Build("postgres", connection.ConnectionString, _clock);
        await ledger.OpenAsync(Token);
        OrderEntry[] orders = [Order(), Order()];

        proxy.CutNextCommit(committed);
        var claim = await ledger.ClaimAsync(orders, new ClaimTerms(RecordsSendIntent: true, []), Token);
        Assert.Equal(orders.Select(Claimed), claim.Claimed);
        Assert.Equal((2, 0), (claim.Received, claim.Duplicates));

        proxy.CutNextCommit(committed);
        Assert.Empty(await ledger.RecordSendIntentAsync([Claimed(orders[0]).Key], Token));
        proxy.CutNextCommit(committed);
        Assert.Empty(await ledger.SettleAsync([Settle(orders[0], succeeded: true)], Token));
        proxy.CutNextCommit(committed);
        await ledger.MarkPublishedAsync([orders[0].EventId], Token);

        Assert.Equal(4, proxy.Cuts);
        Assert.Null(ledger.Outage);
        Assert.Equal(new LedgerTotals("em", 2, 1, 0, 1, 0, _clock.Now), Assert.Single(await ledger.CountAsync(Token)));
    }

    [Fact]
    public async Task Connections_that_fall_silent_are_reported_within_seconds_and_replaced_before_the_lease_ends()
    {
        await using var proxy = new NetworkProxy(_server.Port);
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = proxy.Port };
        await using var ledger = LedgerHost.Build("postgres", connection.ConnectionString, TimeProvider.System);
        await ledger.OpenAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ledger.CountAsync(Token)));
        await ledger.RenewLeaseAsync(WorkerLoad.None, Token);

        proxy.Begin(NetworkFault.HalfOpen);
        var renewal = ledger.RenewLeaseAsync(WorkerLoad.None, Token);
        await Eventually.TrueAsync(() => ledger.Outage is not null, "it is seen", TimeSpan.FromSeconds(5));
        await renewal.WaitAsync(TimeSpan.FromSeconds(7), Token);

        Assert.True(ledger.HoldsLease);
        Assert.Null(ledger.Outage);
        // None of the others that fell silent is tried after it.
        await ledger.CountAsync(Token).WaitAsync(TimeSpan.FromSeconds(1), Token);
    }

    [Fact]
    public async Task A_server_that_is_slow_to_connect_gets_all_connected_again_who_lost_it_at_once()
    {
        await using var proxy = new NetworkProxy(_server.Port);
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = proxy.Port };
        await using var ledger = LedgerHost.Build("postgres", connection.ConnectionString, TimeProvider.System);
        await ledger.OpenAsync(Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var answers = new int[40];

        async Task AskAsync(int who)
        {
            for (; ; Interlocked.Increment(ref answers[who]))
                await ledger.CountAsync(end.Token);
        }

        var asking = Enumerable.Range(0, answers.Length).Select(AskAsync).ToArray();
        await Eventually.TrueAsync(() => answers.All(count => count > 0), "all are connected");

        // All together need longer than anybody waits.
        proxy.ConnectTime = TimeSpan.FromSeconds(0.5);
        proxy.Begin(NetworkFault.Reset);
        await Eventually.TrueAsync(() => ledger.Outage is not null, "it is seen");
        var before = answers.ToArray();

        await Eventually.TrueAsync(
            () => ledger.Outage is null && answers.Zip(before).All(count => count.First > count.Second),
            "each is answered again",
            TimeSpan.FromSeconds(20));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(asking));
    }

    [Fact]
    public async Task Sessions_that_became_read_only_are_not_used_again_when_the_database_is_well()
    {
        await using var ledger = LedgerHost.Build("postgres", _database, _clock);
        await ledger.OpenAsync(Token);
        await ExecuteAsync(
            $"alter database {new Npgsql.NpgsqlConnectionStringBuilder(_database).Database} "
                + "set default_transaction_read_only = on");
        await ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fulfillment'");

        var claim = ledger.ClaimAsync([Order()], new ClaimTerms(RecordsSendIntent: false, []), Token);
        await Eventually.TrueAsync(
            () => ledger.Outage?.Reason.Contains("read-only", StringComparison.Ordinal) == true,
            "the latest reason is shown, not that the connection was closed");
        await ExecuteAsync(
            $"alter database {new Npgsql.NpgsqlConnectionStringBuilder(_database).Database} "
                + "reset default_transaction_read_only");

        Assert.Equal(1, (await claim.WaitAsync(TimeSpan.FromSeconds(10), Token)).Received);
        Assert.Null(ledger.Outage);
    }

    [Fact]
    public async Task A_wait_for_the_database_can_be_cancelled()
    {
        await using var ledger = LedgerHost.Build("postgres", _database, _clock);
        await ledger.OpenAsync(Token);
        await _server.KillAsync();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ledger.ClaimAsync([Order()], new ClaimTerms(RecordsSendIntent: false, []), cancellation.Token));
        Assert.NotNull(ledger.Outage);
    }

    [Fact]
    public async Task What_operators_ask_is_answered_when_the_database_is_back()
    {
        await using var ledger = LedgerHost.Build("postgres", _database, _clock);
        await ledger.OpenAsync(Token);
        await _server.KillAsync();

        var failures = ledger.ListFailuresAsync(new(), after: null, limit: 10, Token);
        await Eventually.TrueAsync(() => ledger.Outage is not null, "the outage is seen");
        await _server.StartAsync();

        Assert.Empty(await failures.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task A_database_that_is_being_restored_is_waited_for()
    {
        await using var ledger = LedgerHost.Build("postgres", _database, _clock);
        await ledger.OpenAsync(Token);
        await ExecuteAsync("alter table entries rename to entries_as_they_were");

        var claim = ledger.ClaimAsync([Order()], new ClaimTerms(RecordsSendIntent: false, []), Token);
        await Eventually.TrueAsync(() => ledger.Outage is not null, "the outage is seen");
        await ExecuteAsync("alter table entries_as_they_were rename to entries");

        Assert.Equal(1, (await claim.WaitAsync(TimeSpan.FromSeconds(60), Token)).Received);
        Assert.Null(ledger.Outage);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(
            _database + ";Options=-c default_transaction_read_only=off");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    [Fact]
    public async Task Workers_that_start_together_bring_the_schema_up_to_date_once()
    {
        var ledgers = Enumerable.Range(0, 5).Select(_ => LedgerHost.Build("postgres", _database, _clock)).ToArray();

        await Task.WhenAll(ledgers.Select(ledger => Task.Run(() => ledger.OpenAsync(Token))));

        Assert.All(ledgers, ledger => Assert.True(ledger.HoldsLease));
        foreach (var ledger in ledgers)
            await ledger.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_that_disappeared_while_it_migrated_keeps_no_other_from_starting()
    {
        await using var proxy = new NetworkProxy(_server.Port);
        var dead = new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = proxy.Port };
        await using var source = Npgsql.NpgsqlDataSource.Create(
            PostgresConnection.Complete(dead.ConnectionString, new(dead.ConnectionString, TimeSpan.FromSeconds(20))));
        await using var connection = await source.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new Npgsql.NpgsqlCommand(PostgresSchema.Lock, connection);
        await command.ExecuteNonQueryAsync(Token);
        proxy.Begin(NetworkFault.HalfOpen);

        await using var ledger = LedgerHost.Build("postgres", _database, TimeProvider.System);
        var opening = Task.Run(() => ledger.OpenAsync(Token), Token);

        await Eventually.TrueAsync(
            () => ledger.Outage?.Reason.Contains("another worker", StringComparison.Ordinal) == true,
            "it is said what is waited for");
        await opening.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Null(ledger.Outage);
    }

    [Fact]
    public async Task A_worker_whose_connection_dies_while_it_waits_for_the_migration_starts_over_another()
    {
        await using var other = Npgsql.NpgsqlDataSource.Create(_database);
        await using var connection = await other.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new Npgsql.NpgsqlCommand(PostgresSchema.Lock, connection);
        await command.ExecuteNonQueryAsync(Token);
        await using var proxy = new NetworkProxy(_server.Port);
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = proxy.Port };
        await using var ledger = LedgerHost.Build("postgres", settings.ConnectionString, TimeProvider.System);
        var opening = Task.Run(() => ledger.OpenAsync(Token), Token);
        await Eventually.TrueAsync(() => ledger.Outage is not null, "it waits");

        proxy.Begin(NetworkFault.HalfOpen);
        await transaction.RollbackAsync(Token);

        await opening.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named_with_what_to_do()
    {
        await using var ledger = LedgerHost.Build("postgres", _database + "_none", _clock);

        var e = await Assert.ThrowsAsync<LedgerException>(() => ledger.OpenAsync(Token));
        Assert.Contains("Ledger:ConnectionString", e.Message, StringComparison.Ordinal);
    }

    private OrderEntry Order() => new()
    {
        EventId = Guid.NewGuid(),
        EventType = "OrderModified",
        Vendor = "em",
        Account = "shop",
        OrderNo = $"{Guid.NewGuid()}",
        OccurredAt = _clock.Now,
        ReceivedAt = _clock.Now,
        Payload = "{}",
    };

    private static OrderEntry Claimed(OrderEntry order) => order with { Claim = 1 };

    private static Settlement.Final Settle(OrderEntry order, bool succeeded) =>
        new Settlement.Final(Claimed(order).Key, 1, new StoredResult(order.EventId, "em", succeeded, "{}", null, null));
}
