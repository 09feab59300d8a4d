using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Messaging.Fulfillment.Ledger.Postgres.Migrations;

/// <summary>
/// A claim's number, by which it is told from an earlier one of the same worker. And what claims need where accounts are on hold: a
/// deadline, and ways to each account's due, overdue and expired entries that do not lead past those of others. All three index waiting
/// entries only, so that an order that is claimed as it comes costs them nothing.
/// </summary>
[DbContext(typeof(PostgresSchema))]
[Migration("20260201000000_Claiming")]
internal sealed class PostgresClaiming : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table entries add column deadline timestamptz;
        alter table work add column deadline timestamptz;
        alter table work add column claim integer not null default 0;
        create index work_account on work (vendor, account, due_at, event_id) where owner is null and blocked_by is null;
        create index work_overdue on work (vendor, account, received_at) where owner is null and blocked_by is null;
        create index work_expired on work (vendor, account, deadline)
          where owner is null and blocked_by is null and deadline is not null;
        """);
}
