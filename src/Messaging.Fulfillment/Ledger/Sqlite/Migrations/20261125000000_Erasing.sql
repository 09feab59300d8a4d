-- SQLite overwrites what is deleted, but not what it leaves behind when it divides a page. So that pages of results are never divided:
-- rows come in the order in which they are settled, not by their entry's id, and have the room of published_at from the beginning;
-- the greatest integer stands for a result that is not published.

create table settled (
  id integer not null unique,
  owner text not null,
  succeeded integer not null,
  attempts integer not null,
  code text,
  json text not null,
  settled_at integer not null,
  published_at integer not null default 9223372036854775807,
  payload_dropped integer not null default 0,
  order_no text,
  account text,
  vendor text,
  occurred_at integer);
insert into settled (
  id, owner, succeeded, attempts, code, json, settled_at, published_at, payload_dropped, order_no, account, vendor, occurred_at)
select id, owner, succeeded, attempts, code, json, settled_at, coalesce(published_at, 9223372036854775807), payload_dropped,
  order_no, account, vendor, occurred_at
from results order by settled_at;
drop table results;
alter table settled rename to results;
create index results_settled on results (payload_dropped, settled_at);
create index results_applied on results (order_no, account, vendor, occurred_at) where succeeded;
