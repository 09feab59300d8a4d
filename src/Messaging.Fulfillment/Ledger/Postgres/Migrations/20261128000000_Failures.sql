-- failures: a row for each result that failed, as operators look for them; it goes with its entry. Successes write nothing here.
-- entries.retry_of: the order event that failed and is tried again with this one.

alter table entries add column retry_of uuid;
create index entries_retry on entries (retry_of) where retry_of is not null;

create table failures (
  id bigint primary key,
  event_id uuid not null,
  vendor text not null,
  account text not null,
  order_no text not null,
  reason text not null,
  code text,
  settled_at timestamptz not null);
create unique index failures_event on failures (event_id);
create index failures_time on failures (settled_at, event_id);
create index failures_group on failures (vendor, reason, code, settled_at);

insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
select id, event_id, vendor, account, order_no, coalesce(json ->> 'reason', ''),
  case when json ->> 'vendorCode' ~ '^(is[vp]\.[a-z-]{1,40}:|[A-Z]{1,4}[-_]?)?-?[0-9]{1,8}$' then json ->> 'vendorCode' end, settled_at
from (
  -- The one character that text may name and jsonb may not hold.
  select e.id, e.event_id, e.vendor, e.account, e.order_no, r.settled_at, replace(r.json, '\u0000', '\ufffd')::jsonb as json
  from results r join entries e on e.id = r.id
  where not r.succeeded) failed;
