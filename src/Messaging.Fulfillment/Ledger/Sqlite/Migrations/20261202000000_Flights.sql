-- calls: a row for each vendor call that was settled, however many orders it carried. Ids ascend with time, so that the one index finds
--   a call and what is old enough to go.
-- results.call: the last call of an order. One that succeeds at once writes nothing else.
-- steps: what befell an order event before that call, numbered from 1: calls that brought nothing final, waits (due_at), workers that were
--   lost (lost_worker). A few of the first and of the last are kept. Words go with the event's content, rows with the entry. Rows come in
--   the order in which they are written, so that no page with words on it is ever divided.

create table calls (
  id blob primary key,
  worker text not null,
  began integer not null,
  milliseconds integer not null,
  orders integer not null,
  outcome text not null,
  code text,
  request_id text) without rowid;

alter table results add column call blob;

create table steps (
  place integer primary key,
  id integer not null,
  number integer not null,
  at integer not null,
  call blob,
  lost_worker text,
  in_doubt integer not null default 0,
  code text,
  message text,
  due_at integer);
create unique index steps_entry on steps (id, number);
