-- Addresses under which a list named experts who have an account under another one, as Accounts says.
create table ExpertAddress
(
    NormalizedEmail nvarchar(254) not null,
    Email nvarchar(254) not null,
    PersonId uniqueidentifier not null,
    constraint PK_ExpertAddress primary key (NormalizedEmail)
);

create index IX_ExpertAddress_Person on ExpertAddress (PersonId);
