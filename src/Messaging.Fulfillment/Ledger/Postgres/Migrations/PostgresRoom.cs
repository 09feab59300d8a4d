using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Messaging.Fulfillment.Ledger.Postgres.Migrations;

/// <summary>
/// Room on each page of work for a second version of every row on it: an entry that is marked as being sent stays on its page and touches
/// no index. With a fifth of the page only the first few did. The table holds what is not settled and is small.
/// </summary>
[DbContext(typeof(PostgresSchema))]
[Migration("20260301000000_Room")]
internal sealed class PostgresRoom : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table work set (fillfactor = 50)");
}
