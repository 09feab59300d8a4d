-- What happens to a batch is written once for the batch. An order that succeeds at once is a row of entries and a row of results.
-- claims: what a worker claimed as it came, a row for each account of a batch. ids: its entries, without those that went to work since.
--   The row goes when all of them have results.
-- sends: what left in a call, a row for each call and row of claims.
-- outbox: what was settled together. ids: the results that are not published yet. The row stays when there are none left and says when
--   the last was published; results of earlier versions say so themselves.
-- work: what waits, what was claimed after it had waited, and what came for an order that was known already.
-- entries.claimed_in, results.settled_in: the rows of claims and of outbox.
-- entries.is_first: true or null, so that an order has one at the most. Only that one is claimed without a row of work. Two workers that
--   bring events of an order which neither knows meet in the index.

alter table entries add column is_first boolean, add column claimed_in bigint;
drop index entries_order;
create unique index entries_order on entries (order_no, account, vendor, is_first);

create table claims (
  id bigint primary key,
  owner text not null,
  in_doubt boolean not null,
  ids bigint[] not null)
  with (autovacuum_vacuum_scale_factor = 0.05);

create table sends (
  claim bigint not null,
  ids bigint[] not null)
  with (autovacuum_vacuum_scale_factor = 0.05);
create index sends_claim on sends (claim);

alter table outbox rename to outbox_before;
drop index outbox_unowned;
create table outbox (
  id bigint not null,
  vendor text not null,
  owner text,
  settled_at timestamptz not null,
  ids bigint[] not null,
  published_at timestamptz);
create index outbox_id on outbox (id);
create index outbox_open on outbox (owner, settled_at) where ids <> '{}';
create index outbox_published on outbox (published_at) where ids = '{}';

alter table results add column settled_in bigint, alter column owner drop not null, reset (fillfactor);
insert into outbox (id, vendor, owner, settled_at, ids) select id, vendor, owner, settled_at, array[id] from outbox_before;
update results r set settled_in = r.id from outbox_before o where o.id = r.id;
drop table outbox_before;

-- A success of an order's first entry is found by that.
drop index results_applied;
create index results_applied on results (order_no, account, vendor, occurred_at) where order_no is not null;
