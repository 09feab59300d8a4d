-- calls: a row for each vendor call that was settled, however many orders it carried. Ids ascend with time, so that the one index finds
--   a call and what is old enough to go.
-- results.call: the last call of an order. One that succeeds at once writes nothing else.
-- steps: what befell an order event before that call, numbered from 1: calls that brought nothing final, waits (due_at), workers that were
--   lost (lost_worker). A few of the first and of the last are kept. Words go with the event's content, rows with the entry.

create table calls (
  id uuid primary key,
  worker text not null,
  began timestamptz not null,
  milliseconds integer not null,
  orders integer not null,
  outcome text not null,
  code text,
  request_id text);

alter table results add column call uuid;

create table steps (
  id bigint not null,
  number integer not null,
  at timestamptz not null,
  call uuid,
  lost_worker text,
  in_doubt boolean not null default false,
  code text,
  message text,
  due_at timestamptz,
  primary key (id, number))
  with (autovacuum_vacuum_scale_factor = 0.05);
