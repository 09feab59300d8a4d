using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Tests.Ledger;

public sealed class SqliteLedgerTests : LedgerContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ledger");

    private string Path => System.IO.Path.Combine(_directory.FullName, "ledger.db");

    protected override int Lives => 40;

    protected override ILedger Build() => LedgerHost.Build("sqlite", $"Data Source={Path}", Clock);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_second_process_is_told_whose_file_it_is_and_what_to_do()
    {
        var e = await Assert.ThrowsAsync<LedgerException>(OpenAsync);

        Assert.Contains(Path, e.Message, StringComparison.Ordinal);
        Assert.Contains("Stop that one", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_missing_is_named()
    {
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={_directory.FullName}/none/ledger.db", Clock);

        var e = await Assert.ThrowsAsync<LedgerException>(() => ledger.OpenAsync(Token));
        Assert.Contains("Create the directory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        var path = System.IO.Path.Combine(_directory.FullName, "text.db");
        await File.WriteAllTextAsync(path, new string('x', 5000), Token);
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={path}", Clock);

        var e = await Assert.ThrowsAsync<LedgerException>(() => ledger.OpenAsync(Token));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_brought_up_to_date_with_what_it_holds()
    {
        var path = System.IO.Path.Combine(_directory.FullName, "first.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            await connection.OpenAsync(Token);
            await FirstVersion.CreateAsync(connection, "sqlite", Token);
            await using var command = connection.CreateCommand();
            command.CommandText =
                """
                insert into entries (id, event_id, event_type, vendor, account, order_no, occurred_at, received_at,
                  payload)
                values (1, zeroblob(16), 'OrderShipped', 'fengchao', 'shop', 'A', 0, 63902822400000000, '{}');
                insert into work (event_id, id, vendor, account, order_no, occurred_at, received_at, due_at,
                  may_be_done)
                select event_id, id, vendor, account, order_no, occurred_at, received_at, 0, 0 from entries;
                """;
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={path}", Clock);
        await ledger.OpenAsync(Token);

        Assert.Empty(await ClaimDueAsync(worker: ledger, onHold: "shop"));
        var claimed = Assert.Single(await ClaimDueAsync(worker: ledger));
        Assert.Equal(("A", null), (claimed.OrderNo, claimed.Deadline));
        Assert.Empty(await ledger.SettleAsync([Success(claimed)], Token));
    }
}
