-- Where mail goes, and in which language; empty until Accounts says so again.
alter table Person add Email nvarchar(254) null;
alter table Person add Language nvarchar(2) null constraint CK_Person_Language check (Language in ('fr', 'en'));
