-- staged_retries: groups of failures that are tried again in stages. progress: a document, which each step of a worker writes as a whole.
--   code and account are null where they do not matter. version: a step is made only to what has not changed since it was read.

create table staged_retries (
  number bigint generated always as identity primary key,
  vendor text not null,
  reason text not null,
  code text,
  account text,
  lift_deadline boolean not null,
  total bigint not null,
  started_at timestamptz not null,
  started_by text not null,
  started_why text not null,
  status text not null,
  changed_at timestamptz not null,
  changed_by text,
  changed_why text,
  progress text not null,
  version integer not null);
create index staged_retries_status on staged_retries (status, number);
