-- failures: a row for each result that failed, as operators look for them; it goes with its entry. Successes write nothing here.
-- entries.retry_of: the order event that failed and is tried again with this one.

alter table entries add column retry_of blob;
create index entries_retry on entries (retry_of) where retry_of is not null;

create table failures (
  id integer primary key,
  event_id blob not null unique,
  vendor text not null,
  account text not null,
  order_no text not null,
  reason text not null,
  code text,
  settled_at integer not null);
create index failures_time on failures (settled_at, event_id);
create index failures_group on failures (vendor, reason, code, settled_at);

insert into failures (id, event_id, vendor, account, order_no, reason, code, settled_at)
select e.id, e.event_id, e.vendor, e.account, e.order_no, coalesce(r.json ->> '$.reason', ''),
  case when (r.json ->> '$.vendorCode' glob '[0-9]*' or r.json ->> '$.vendorCode' glob 'is[vp].[a-z]*:*[0-9]')
      and length(r.json ->> '$.vendorCode') <= iif(r.json ->> '$.vendorCode' glob '[0-9]*', 8, 50)
      and not r.json ->> '$.vendorCode' glob '*[^a-z0-9.:-]*'
    then r.json ->> '$.vendorCode' end,
  r.settled_at
from results r join entries e on e.id = r.id
where not r.succeeded;
