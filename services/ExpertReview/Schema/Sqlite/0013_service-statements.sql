-- What an expert did for the committee in a year, signed. The id is the code that checks it.
create table ServiceStatement
(
    Id TEXT not null,
    PersonId TEXT not null,
    Year INTEGER not null,
    Reviews INTEGER not null,
    Sessions INTEGER not null,
    Content TEXT not null,
    Signature TEXT not null,
    KeyId TEXT not null,
    At TEXT not null,
    constraint PK_ServiceStatement primary key (Id),
    constraint FK_ServiceStatement_Person foreign key (PersonId) references Person (Id),
    constraint CK_ServiceStatement_Year check (Year between 1990 and 2100),
    constraint CK_ServiceStatement_Something check (Reviews >= 0 and Sessions >= 0 and Reviews + Sessions > 0)
);

create index IX_ServiceStatement_Person on ServiceStatement (PersonId);
