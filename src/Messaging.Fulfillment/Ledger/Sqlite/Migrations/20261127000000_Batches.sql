-- What happens to a batch is written once for the batch. An order that succeeds at once is a row of entries and a row of results.
-- Ids of entries and numbers of results ascend, and none is given again that a range still names: what was written together is a range.
-- claims: what was claimed as it came, a row for each batch. Of its range, those are claimed that have neither a row of results nor one of
--   work. The row goes when there are none.
-- sends: what left in a call, as a JSON array of ids, a row for each call and row of claims.
-- outbox: what was settled together, a range of results. It is divided where a part of it is published, and goes with its results.
-- work: what waits, what was claimed after it had waited, and what came for an order that was known already.
-- results: a success of an order's first entry is found by that, all others by results_applied.

drop index entries_order;
create index entries_order on entries (order_no, account, vendor);

create table claims (
  first integer primary key,
  last integer not null,
  in_doubt integer not null);

create table sends (
  claim integer not null,
  ids text not null);

alter table outbox rename to outbox_before;
drop index outbox_unowned;
create table outbox (
  first integer primary key,
  last integer not null,
  vendor text not null,
  owner text,
  settled_at integer not null,
  published_at integer);
create index outbox_waiting on outbox (owner, settled_at) where published_at is null;

insert into outbox (first, last, vendor, owner, settled_at)
select r.rowid, r.rowid, o.vendor, o.owner, o.settled_at from outbox_before o join results r on r.id = o.id;
-- Results with numbers in a row that were published in the same hour.
insert into outbox (first, last, vendor, owner, settled_at, published_at)
select min(number), max(number), vendor, owner, min(settled_at), max(published_at)
from (
  select r.rowid as number, e.vendor, r.owner, r.settled_at, r.published_at, r.published_at / 3600000000 as hour,
    r.rowid - row_number() over (partition by e.vendor, r.owner, r.published_at / 3600000000 order by r.rowid) as run
  from results r join entries e on e.id = r.id
  where r.published_at < 9223372036854775807)
group by vendor, owner, hour, run;
drop table outbox_before;

create table settled (
  number integer primary key,
  id integer not null unique,
  succeeded integer not null,
  attempts integer not null,
  code text,
  json text not null,
  settled_at integer not null,
  payload_dropped integer not null default 0,
  order_no text,
  account text,
  vendor text,
  occurred_at integer);
insert into settled (
  number, id, succeeded, attempts, code, json, settled_at, payload_dropped, order_no, account, vendor, occurred_at)
select rowid, id, succeeded, attempts, code, json, settled_at, payload_dropped, order_no, account, vendor, occurred_at
from results order by rowid;
drop table results;
alter table settled rename to results;
create index results_settled on results (payload_dropped, settled_at);
create index results_applied on results (order_no, account, vendor, occurred_at) where order_no is not null;
