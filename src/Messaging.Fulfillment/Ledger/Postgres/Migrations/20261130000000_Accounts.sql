-- accounts: what all workers know of an account and change together, several times a second while it has orders: its quota, its calls in
--   flight, and why it is suspended. Room in each page keeps the changes out of the indexes.

create table accounts (
  vendor text not null,
  account text not null,
  is_suspended boolean not null,
  state text not null,
  primary key (vendor, account))
  with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);
create index accounts_suspended on accounts (vendor, account) where is_suspended;
