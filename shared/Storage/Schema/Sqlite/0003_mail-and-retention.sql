create table Mail (
    Position integer primary key autoincrement,
    Id text not null constraint UQ_Mail_Id unique,
    DedupKey text not null constraint UQ_Mail_DedupKey unique,
    Kind text not null,
    PersonId text,
    Address text,
    RecipientName text,
    Language text not null constraint CK_Mail_Language check (Language in ('fr', 'en')),
    Subject text not null,
    TextBody text,
    HtmlBody text,
    Confidential integer not null constraint CK_Mail_Confidential check (Confidential in (0, 1)),
    QueuedAt text not null,
    SentAt text,
    RefusedAt text,
    Attempts integer not null,
    LeasedBy text,
    LeasedUntil text not null,
    LeaseTurn integer,
    LastError text,
    constraint CK_Mail_End check (SentAt is null or RefusedAt is null),
    constraint CK_Mail_Waiting check (SentAt is not null or RefusedAt is not null or (Address is not null and TextBody is not null))
);
create index IX_Mail_Unsent on Mail (Position) where SentAt is null and RefusedAt is null;
create index IX_Mail_Lease on Mail (LeaseTurn);
create index IX_Mail_Person on Mail (PersonId);
create index IX_Mail_Recent on Mail (Address, Kind, QueuedAt);

create table MailAttachment (
    MailPosition integer not null references Mail (Position),
    Number integer not null constraint CK_MailAttachment_Number check (Number >= 1),
    FileName text not null,
    ContentType text not null,
    Content blob not null,
    primary key (MailPosition, Number)
);

create table MailTurn (
    Id integer primary key constraint CK_MailTurn_One check (Id = 1),
    Turn integer not null
);
insert into MailTurn (Id, Turn) values (1, 0);

create table RetentionPeriod (
    Category text primary key,
    Days integer not null constraint CK_RetentionPeriod_Days check (Days between 1 and 36500),
    Active integer not null constraint CK_RetentionPeriod_Active check (Active in (0, 1)),
    Revision integer not null constraint CK_RetentionPeriod_Revision check (Revision >= 1)
);
