-- Where mail goes, and in which language; empty until Accounts says so again.
alter table Person add Email text null;
alter table Person add Language text null constraint CK_Person_Language check (Language in ('fr', 'en'));
