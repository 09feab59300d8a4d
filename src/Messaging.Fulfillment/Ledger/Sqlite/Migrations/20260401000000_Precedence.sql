-- rank: 0 for a waiting entry that may have been done, which comes first of its order; 1 for all others. With it the entry before another
-- of its order is one step in the index, however many the order has.
-- results_applied: the newest success of an order is one step in it, too.

alter table work add column rank integer not null default 1;
update work set rank = 0 where may_be_done and owner is null;
drop index work_order;
create index work_order on work (order_no, account, vendor, rank, occurred_at, event_id);

alter table results add column order_no text;
alter table results add column account text;
alter table results add column vendor text;
alter table results add column occurred_at integer;
update results set (order_no, account, vendor, occurred_at) =
  (select e.order_no, e.account, e.vendor, e.occurred_at from entries e where e.id = results.id)
  where succeeded;
create index results_applied on results (order_no, account, vendor, occurred_at) where succeeded;
drop index entries_order;
create index entries_order on entries (order_no);
