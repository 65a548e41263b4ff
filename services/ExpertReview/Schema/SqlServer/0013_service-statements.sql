-- What an expert did for the committee in a year, signed. The id is the code that checks it.
create table ServiceStatement
(
    Id uniqueidentifier not null,
    PersonId uniqueidentifier not null,
    Year int not null,
    Reviews int not null,
    Sessions int not null,
    Content nvarchar(max) not null,
    Signature nvarchar(400) not null,
    KeyId nvarchar(64) not null,
    At datetimeoffset(6) not null,
    constraint PK_ServiceStatement primary key (Id),
    constraint FK_ServiceStatement_Person foreign key (PersonId) references Person (Id),
    constraint CK_ServiceStatement_Year check (Year between 1990 and 2100),
    constraint CK_ServiceStatement_Something check (Reviews >= 0 and Sessions >= 0 and Reviews + Sessions > 0)
);

create index IX_ServiceStatement_Person on ServiceStatement (PersonId);
