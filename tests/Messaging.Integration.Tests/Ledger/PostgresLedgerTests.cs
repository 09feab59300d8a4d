using Messaging.Fulfillment.Ledger;
using Messaging.Testing;
using Messaging.Testing.Ledger;

namespace Messaging.Integration.Tests.Ledger;

public sealed partial class PostgresLedgerTests(PostgresFixture postgres) : LedgerContract
{
    private string _database = "";

    public override async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    protected override int Lives => 10;

    protected override ILedger Build() => LedgerHost.Build("postgres", _database, Clock);

    protected override async Task OutwaitLeaseAsync(ILedger successor)
    {
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(LeaseDuration / 4);
            await successor.RenewLeaseAsync(Token);
        }
    }

    protected override async Task<ILedger[]> OpenWorkersAsync() => [Ledger, await OpenAsync(), await OpenAsync()];
}
