-- Addresses under which a list named experts who have an account under another one, as Accounts says.
create table ExpertAddress
(
    NormalizedEmail TEXT not null,
    Email TEXT not null,
    PersonId TEXT not null,
    constraint PK_ExpertAddress primary key (NormalizedEmail)
);

create index IX_ExpertAddress_Person on ExpertAddress (PersonId);
