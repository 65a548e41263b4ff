create table Mail (
    Position bigint identity(1,1) primary key,
    Id uniqueidentifier not null constraint UQ_Mail_Id unique,
    DedupKey nvarchar(200) not null constraint UQ_Mail_DedupKey unique,
    Kind nvarchar(100) not null,
    PersonId uniqueidentifier null,
    Address nvarchar(254) null,
    RecipientName nvarchar(200) null,
    Language nvarchar(2) not null constraint CK_Mail_Language check (Language in ('fr', 'en')),
    Subject nvarchar(300) not null,
    TextBody nvarchar(max) null,
    HtmlBody nvarchar(max) null,
    Confidential bit not null,
    QueuedAt datetimeoffset(6) not null,
    SentAt datetimeoffset(6) null,
    RefusedAt datetimeoffset(6) null,
    Attempts int not null,
    LeasedBy nvarchar(200) null,
    LeasedUntil datetimeoffset(6) not null,
    LeaseTurn bigint null,
    LastError nvarchar(1000) null,
    constraint CK_Mail_End check (SentAt is null or RefusedAt is null),
    constraint CK_Mail_Waiting check (SentAt is not null or RefusedAt is not null or (Address is not null and TextBody is not null))
);
create index IX_Mail_Unsent on Mail (Position) where SentAt is null and RefusedAt is null;
create index IX_Mail_Lease on Mail (LeaseTurn);
create index IX_Mail_Person on Mail (PersonId);
create index IX_Mail_Recent on Mail (Address, Kind, QueuedAt);

create table MailAttachment (
    MailPosition bigint not null references Mail (Position),
    Number int not null constraint CK_MailAttachment_Number check (Number >= 1),
    FileName nvarchar(200) not null,
    ContentType nvarchar(100) not null,
    Content varbinary(max) not null,
    primary key (MailPosition, Number)
);

create table MailTurn (
    Id int primary key constraint CK_MailTurn_One check (Id = 1),
    Turn bigint not null
);
insert into MailTurn (Id, Turn) values (1, 0);

create table RetentionPeriod (
    Category nvarchar(50) primary key,
    Days int not null constraint CK_RetentionPeriod_Days check (Days between 1 and 36500),
    Active bit not null,
    Revision bigint not null constraint CK_RetentionPeriod_Revision check (Revision >= 1)
);
