-- entries: the order events as received; never updated.
-- work: what is not settled; small however long the history.
-- results: what each order event came to.
-- outbox: results that are not published yet.
-- commits: idempotency keys of committed transactions, for workers that lost the answer to a commit.
-- Queries on work and outbox cost the same however many entries are settled.
-- An update writes a new row version, and a new entry in every index if an indexed column changes. So columns that change often are in
-- short rows apart from the long ones, and marking a result as published touches no index (pages of results keep room for that).

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
