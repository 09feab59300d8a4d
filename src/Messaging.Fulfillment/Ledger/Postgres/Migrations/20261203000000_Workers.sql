-- workers: what each tells the others with its lease; null of one of the version before.
-- lost_workers: those whose lease ended and whose claims others took over. Kept for a day, for operators.

alter table workers
  add column renewed_at timestamptz,
  add column started_at timestamptz,
  add column version text,
  add column clock_offset interval,
  add column orders integer,
  add column calls integer,
  add column is_stopping boolean;

create table lost_workers (
  worker_id text primary key,
  lease_until timestamptz not null,
  renewed_at timestamptz,
  started_at timestamptz,
  version text,
  clock_offset interval,
  orders integer,
  calls integer,
  is_stopping boolean,
  taken_over_at timestamptz not null);
