-- entries: the order events as received; never updated.
-- work: what is not settled; small however long the history.
-- results: what each order event came to.
-- outbox: results that are not published yet.
-- Queries on work and outbox cost the same however many entries are settled.

create table entries (
  id integer primary key,
  event_id blob not null unique,
  event_type text not null,
  vendor text not null,
  account text not null,
  order_no text not null,
  occurred_at integer not null,
  received_at integer not null,
  payload text,
  trace_parent text,
  correlation_id blob);
create index entries_order on entries (order_no, account, vendor, occurred_at);

create table work (
  event_id blob primary key,
  id integer not null,
  vendor text not null,
  account text not null,
  order_no text not null,
  occurred_at integer not null,
  received_at integer not null,
  due_at integer not null,
  owner text,
  blocked_by blob,
  attempts integer not null default 0,
  may_be_done integer not null,
  alone integer not null default 0,
  code text,
  message text) without rowid;
create index work_order on work (order_no, account, vendor);
create unique index work_claimed on work (order_no, account, vendor) where owner is not null;
create index work_due on work (vendor, due_at, event_id) where owner is null and blocked_by is null;
create index work_blocked on work (blocked_by) where blocked_by is not null;

create table results (
  id integer primary key,
  owner text not null,
  succeeded integer not null,
  attempts integer not null,
  code text,
  json text not null,
  settled_at integer not null,
  published_at integer,
  payload_dropped integer not null default 0);
create index results_settled on results (payload_dropped, settled_at);

create table outbox (
  event_id blob primary key,
  id integer not null,
  vendor text not null,
  owner text,
  settled_at integer not null) without rowid;
create index outbox_unowned on outbox (settled_at, event_id) where owner is null;

create table tallies (
  vendor text primary key,
  received integer not null,
  succeeded integer not null,
  failed integer not null) without rowid;
