-- The place of the newest event that disabled or enabled the account: an older one that comes late changes nothing.
alter table Access add DisabledSequence bigint;
