-- claim: a claim's number tells it from an earlier claim of the same worker.
-- deadline, and the indexes: claims with accounts on hold find each account's due, overdue and expired entries without reading those of
-- other accounts. The indexes hold waiting entries only: an order that is claimed as it arrives does not touch them.

alter table entries add column deadline integer;
alter table work add column deadline integer;
alter table work add column claim integer not null default 0;
drop index work_due;
create index work_due on work (vendor, account, due_at, event_id) where owner is null and blocked_by is null;
create index work_overdue on work (vendor, account, received_at) where owner is null and blocked_by is null;
create index work_expired on work (vendor, account, deadline)
  where owner is null and blocked_by is null and deadline is not null;
