-- rank: 0 for a waiting entry that may have been done, which comes first of its order; 1 for all others. Unlike may_be_done it does not
-- change while an entry is claimed, so the index can have it, and recording a send intent still touches no index. With it the entry
-- before another of its order is one step in the index, however many the order has.
-- results_applied: the newest success of an order is one step in it, too.

alter table work add column rank smallint not null default 1;
update work set rank = 0 where may_be_done and owner is null;
drop index work_order;
create index work_order on work (order_no, account, vendor, rank, occurred_at, event_id);

alter table results
  add column order_no text,
  add column account text,
  add column vendor text,
  add column occurred_at timestamptz;
update results r set order_no = e.order_no, account = e.account, vendor = e.vendor, occurred_at = e.occurred_at
  from entries e where e.id = r.id and r.succeeded;
create index results_applied on results (order_no, account, vendor, occurred_at) where succeeded;
drop index entries_order;
create index entries_order on entries (order_no);
