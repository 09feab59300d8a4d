-- holds: what operators have called no more until somebody releases it; an empty account stands for all of the vendor's.
-- audit: what operators did, written by the transaction that did it; count is null where it was written before that could be known.

create table holds (
  vendor text not null,
  account text not null,
  since integer not null,
  who text not null,
  why text not null,
  primary key (vendor, account));

create table audit (
  number integer primary key autoincrement,
  at integer not null,
  who text not null,
  action text not null,
  target text not null,
  count integer,
  why text not null);
create index audit_time on audit (at, number);

-- What waits, as operators list it: by account, the longest waiting first.
create index work_waiting on work (vendor, account, received_at, event_id) where owner is null;
