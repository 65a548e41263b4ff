create table Outbox (
    Position bigint identity(1,1) primary key,
    EventId uniqueidentifier not null constraint UQ_Outbox_EventId unique,
    Kind nvarchar(100) not null,
    SubjectId uniqueidentifier not null,
    Sequence bigint not null constraint CK_Outbox_Sequence check (Sequence >= 1),
    Payload nvarchar(max) not null,
    CreatedAt datetimeoffset(6) not null,
    SentAt datetimeoffset(6) null,
    SettledAt datetimeoffset(6) null,
    Attempts int not null,
    LeasedBy nvarchar(200) null,
    LeasedUntil datetimeoffset(6) not null,
    LeaseTurn bigint null,
    LastError nvarchar(1000) null,
    constraint UQ_Outbox_Sequence unique (SubjectId, Sequence)
);
create index IX_Outbox_Unsent on Outbox (Position) where SentAt is null;
create index IX_Outbox_Lease on Outbox (LeaseTurn);
create index IX_Outbox_Unsettled on Outbox (Position) where SettledAt is null;

create table OutboxSubject (
    SubjectId uniqueidentifier primary key,
    LastSequence bigint not null
);

create table OutboxTurn (
    Id int primary key constraint CK_OutboxTurn_One check (Id = 1),
    Turn bigint not null
);
insert into OutboxTurn (Id, Turn) values (1, 0);

create table Inbox (
    EventId uniqueidentifier primary key,
    Kind nvarchar(100) not null,
    ReceivedAt datetimeoffset(6) not null
);

create table Waiting (
    EventId uniqueidentifier primary key,
    Kind nvarchar(100) not null,
    SubjectId uniqueidentifier not null,
    Sequence bigint not null,
    Payload nvarchar(max) not null,
    Since datetimeoffset(6) not null
);
create index IX_Waiting_Subject on Waiting (SubjectId);

create table AuditLine (
    Position bigint primary key,
    At datetimeoffset(6) not null,
    PersonId uniqueidentifier null,
    ActorRole nvarchar(50) not null,
    Origin nvarchar(200) not null,
    Action nvarchar(100) not null,
    SubjectId uniqueidentifier not null,
    ValueBefore nvarchar(max) null,
    ValueAfter nvarchar(max) null,
    PersonalDigest nvarchar(64) null,
    PreviousHash nvarchar(64) not null,
    Hash nvarchar(64) not null
);
create index IX_AuditLine_Subject on AuditLine (SubjectId, Position);

create table AuditPersonal (
    Position bigint primary key references AuditLine (Position),
    Salt nvarchar(32) not null,
    PersonalValue nvarchar(max) not null
);

create table AuditHead (
    Id int primary key constraint CK_AuditHead_One check (Id = 1),
    Position bigint not null,
    Hash nvarchar(64) not null
);
insert into AuditHead (Id, Position, Hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
