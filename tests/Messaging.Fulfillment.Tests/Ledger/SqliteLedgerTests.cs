using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;

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
    public async Task The_mark_of_a_migration_that_was_killed_holds_nobody_up()
    {
        await Ledger.DisposeAsync();
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path};Pooling=false"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText =
                """create table if not exists "__EFMigrationsLock" (Id integer primary key, Timestamp text); insert into "__EFMigrationsLock" values (1, '');""";
            await command.ExecuteNonQueryAsync(Token);
        }

        var opened = await OpenAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.True(opened.HoldsLease);
    }
}
