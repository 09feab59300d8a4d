using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Messaging.Fulfillment.Ledger.Postgres.Migrations;

/// <summary>
/// entries: what came, never changed. work: what is not settled, small however long the history. results: what came of it.
/// outbox: results not yet published. commits: which transactions were committed, for those who lost the answer. A settled entry so costs the queries on work and outbox nothing.
/// </summary>
/// <remarks>
/// Every update writes a new row, and entries in all indexes where an indexed column changes: so what changes often is short and apart
/// from what is long, and marking a result as published touches no index (its pages keep room for that).
/// </remarks>
[DbContext(typeof(PostgresSchema))]
[Migration("20260101000000_Initial")]
internal sealed class PostgresInitial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table workers (
          worker_id text primary key,
          lease_until timestamptz not null);

        create table commits (
          worker_id text not null,
          number bigint not null,
          primary key (worker_id, number));

        create table entries (
          id bigint generated always as identity primary key,
          event_id uuid not null unique,
          event_type text not null,
          vendor text not null,
          account text not null,
          order_no text not null,
          occurred_at timestamptz not null,
          received_at timestamptz not null,
          payload text,
          trace_parent text,
          correlation_id uuid);
        create index entries_order on entries (order_no, account, vendor, occurred_at);

        create table work (
          event_id uuid primary key,
          id bigint not null,
          vendor text not null,
          account text not null,
          order_no text not null,
          occurred_at timestamptz not null,
          received_at timestamptz not null,
          due_at timestamptz not null,
          owner text,
          blocked_by uuid,
          attempts integer not null default 0,
          may_be_done boolean not null,
          alone boolean not null default false,
          code text,
          message text)
          with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
        create index work_order on work (order_no, account, vendor);
        create unique index work_claimed on work (order_no, account, vendor) where owner is not null;
        create index work_due on work (vendor, due_at, event_id) where owner is null and blocked_by is null;
        create index work_blocked on work (blocked_by) where blocked_by is not null;

        create table results (
          id bigint primary key,
          owner text not null,
          succeeded boolean not null,
          attempts integer not null,
          code text,
          json text not null,
          settled_at timestamptz not null,
          published_at timestamptz,
          payload_dropped boolean not null default false)
          with (fillfactor = 50);
        create index results_settled on results (payload_dropped, settled_at);

        create table outbox (
          event_id uuid primary key,
          id bigint not null,
          vendor text not null,
          owner text,
          settled_at timestamptz not null)
          with (autovacuum_vacuum_scale_factor = 0.05);
        create index outbox_unowned on outbox (settled_at, event_id) where owner is null;

        create table tallies (
          vendor text not null,
          received bigint not null,
          succeeded bigint not null,
          failed bigint not null);
        """);
}
