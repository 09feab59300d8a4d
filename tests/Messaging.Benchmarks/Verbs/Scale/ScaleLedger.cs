using Messaging.Benchmarks.Environments;
using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Ledger;

namespace Messaging.Benchmarks.Verbs.Scale;

/// <summary>A filled ledger, opened as a worker opens it.</summary>
internal sealed class ScaleLedger : IAsyncDisposable
{
    private readonly FilledSqlite? _file;
    private readonly string _address;

    private ScaleLedger(ILedger ledger, LedgerPast past, string address, FilledSqlite? file)
    {
        (Ledger, Past, _address, _file) = (ledger, past, address, file);
        Work = new(ledger);
        Questions = new(ledger, past, Work);
    }

    public ILedger Ledger { get; }

    public LedgerPast Past { get; }

    public LedgerWork Work { get; }

    public LedgerQuestions Questions { get; }

    /// <summary>Makes one.</summary>
    /// <param name="server">Null: in a file of SQLite's.</param>
    /// <param name="past">What it holds.</param>
    /// <param name="progress">Told of each part.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ScaleLedger> CreateAsync(
        PostgresServer? server, LedgerPast past, Action<string> progress, CancellationToken cancellationToken)
    {
        var file = server is null ? await FilledSqlite.CreateAsync(past, progress, cancellationToken) : null;
        var address = file?.Original
            ?? (await FilledPostgres.CreateAsync(server!, past, progress, cancellationToken)).Original;
        var ledger = LedgerHost.Build(
            file is null ? Contestants.Postgres : Contestants.Sqlite, address, TimeProvider.System);
        await ledger.OpenAsync(cancellationToken);
        return new(ledger, past, address, file);
    }

    public async Task<LedgerSize> MeasureAsync(CancellationToken cancellationToken) => _file is null
        ? await LedgerSize.MeasureAsync(_address, cancellationToken)
        : LedgerSize.Measure(_file.Folder);

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        _file?.Dispose();
    }
}
