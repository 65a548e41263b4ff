-- Where mails go; known once the accounts tell of the person again.
alter table Person add Email nvarchar(254) null;
