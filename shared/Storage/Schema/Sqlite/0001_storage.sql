create table Outbox (
    Position integer primary key autoincrement,
    EventId text not null constraint UQ_Outbox_EventId unique,
    Kind text not null,
    SubjectId text not null,
    Sequence integer not null constraint CK_Outbox_Sequence check (Sequence >= 1),
    Payload text not null,
    CreatedAt text not null,
    SentAt text,
    SettledAt text,
    Attempts integer not null,
    LeasedBy text,
    LeasedUntil text not null,
    LeaseTurn integer,
    LastError text,
    constraint UQ_Outbox_Sequence unique (SubjectId, Sequence)
);
create index IX_Outbox_Unsent on Outbox (Position) where SentAt is null;
create index IX_Outbox_Lease on Outbox (LeaseTurn);
create index IX_Outbox_Unsettled on Outbox (Position) where SettledAt is null;

create table OutboxSubject (
    SubjectId text primary key,
    LastSequence integer not null
);

create table OutboxTurn (
    Id integer primary key constraint CK_OutboxTurn_One check (Id = 1),
    Turn integer not null
);
insert into OutboxTurn (Id, Turn) values (1, 0);

create table Inbox (
    EventId text primary key,
    Kind text not null,
    ReceivedAt text not null
);

create table Waiting (
    EventId text primary key,
    Kind text not null,
    SubjectId text not null,
    Sequence integer not null,
    Payload text not null,
    Since text not null
);
create index IX_Waiting_Subject on Waiting (SubjectId);

create table AuditLine (
    Position integer primary key,
    At text not null,
    PersonId text,
    ActorRole text not null,
    Origin text not null,
    Action text not null,
    SubjectId text not null,
    ValueBefore text,
    ValueAfter text,
    PersonalDigest text,
    PreviousHash text not null,
    Hash text not null
);
create index IX_AuditLine_Subject on AuditLine (SubjectId, Position);

create table AuditPersonal (
    Position integer primary key references AuditLine (Position),
    Salt text not null,
    PersonalValue text not null
);

create table AuditHead (
    Id integer primary key constraint CK_AuditHead_One check (Id = 1),
    Position integer not null,
    Hash text not null
);
insert into AuditHead (Id, Position, Hash) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
