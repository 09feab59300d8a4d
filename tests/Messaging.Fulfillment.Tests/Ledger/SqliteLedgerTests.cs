using System.Runtime.Versioning;
using System.Text.Json;
using Messaging.Fulfillment.Ledger;
using Messaging.Testing.Ledger;
using Microsoft.Data.Sqlite;

namespace Messaging.Fulfillment.Tests.Ledger;

[UnsupportedOSPlatform("windows")]
public sealed partial class SqliteLedgerTests : LedgerContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ledger");

    private string _file = "ledger.db";

    private string Path => System.IO.Path.Combine(_directory.FullName, _file);

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
    public async Task A_directory_that_cannot_be_is_named()
    {
        await File.WriteAllTextAsync(System.IO.Path.Combine(_directory.FullName, "file"), "", Token);
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={_directory.FullName}/file/ledger.db", Clock);

        var e = await Assert.ThrowsAsync<LedgerException>(() => ledger.OpenAsync(Token));
        Assert.Contains("own it and its directory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_files_and_the_directory_it_makes_for_them_are_its_owner_s_alone()
    {
        var directory = System.IO.Path.Combine(_directory.FullName, "made");
        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={directory}/ledger.db", Clock);
        await ledger.OpenAsync(Token);
        await ledger.ClaimAsync([Order("A")], Terms(), Token);

        Assert.Equal(Private | UnixFileMode.UserExecute, new DirectoryInfo(directory).UnixFileMode);
        AssertPrivate(directory);
    }

    [Fact]
    public async Task Files_that_others_could_read_are_closed_to_them()
    {
        await ClaimAsync(Order("A"));
        var files = _directory.GetFiles("ledger.db*").Where(file => file.Extension is not ".lock").ToArray();
        foreach (var file in files)
            file.CopyTo(System.IO.Path.Combine(_directory.CreateSubdirectory("old").FullName, file.Name));
        var old = System.IO.Path.Combine(_directory.FullName, "old");
        foreach (var file in Directory.GetFiles(old))
            File.SetUnixFileMode(file, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using var ledger = LedgerHost.Build("sqlite", $"Data Source={old}/ledger.db", Clock);
        await ledger.OpenAsync(Token);

        AssertPrivate(old);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(5000)]
    public async Task Nothing_of_what_was_purged_is_left_in_any_file(int orders)
    {
        var entries = Enumerable.Range(0, orders)
            .Select(i => Order($"A{i}") with
            {
                Payload = $$"""{"receiver":"{{Name(i)}}","address":"{{new string('x', i % 300)}}"}""",
            })
            .ToArray();
        foreach (var batch in entries.Chunk(250))
        {
            await ClaimAsync(batch);
            await SettleAsync([.. batch.Select(entry => (Settlement)(Defer(entry, minutes: 1) with
            {
                Message = $"busy with {entry.Payload}",
            }))]);
            Pass(1);
        }

        while (await ClaimDueAsync(limit: 100) is { Count: > 0 } claimed)
        {
            await SettleAsync([.. claimed.Select(entry => Rejected(entry, $"not for {entry.Payload}"))]);
            await Ledger.MarkPublishedAsync([.. Ids(claimed)], Token);
        }

        Assert.NotEmpty(FindNames(orders));
        Pass(1);

        while (await Ledger.PurgeAsync(Clock.Now, Clock.Now.AddDays(-1), 1000, Token) == 1000)
        {
        }

        Assert.Empty(FindNames(orders));
        Assert.Equal(0, new FileInfo(Path + "-wal").Length);
    }

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private Settlement Rejected(OrderEntry order, string words)
    {
        var final = Final(order, succeeded: false);
        var json = $$"""{"reason":"rejectedByVendor","message":{{JsonSerializer.Serialize(words)}}}""";
        return final with { Result = final.Result with { Json = json } };
    }

    private static string Name(int order) => FormattableString.Invariant($"receiver-{order:00000}-name");

    private static void AssertPrivate(string directory)
    {
        var files = Directory.GetFiles(directory);
        Assert.Equal(
            ["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.db.lock"],
            files.Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(Private, File.GetUnixFileMode(file)));
    }

    private IEnumerable<string> FindNames(int orders)
    {
        var content = string.Concat(_directory.GetFiles().Where(file => file.Extension is not ".lock").Select(file =>
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
        var found = System.Text.RegularExpressions.Regex
            .Matches(content, "receiver-[0-9]{5}-name", System.Text.RegularExpressions.RegexOptions.None, Limit)
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, orders).Select(Name).Where(found.Contains);
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

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
            await EarlierVersion.CreateFirstAsync(connection, "sqlite", Token);
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
