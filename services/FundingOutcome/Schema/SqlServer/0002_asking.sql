-- What a dossier is called, who leads it and holds it; empty for dossiers deposited before, until their next version.
alter table Dossier add Title nvarchar(max) null;
alter table Dossier add Acronym nvarchar(300) null;
alter table Dossier add LeadSiren nvarchar(9) null;
alter table Dossier add HolderId uniqueidentifier null;
alter table FundingCall add ClosesOn date null;

-- Who can be asked; empty until Accounts says so again.
create table Person (
    Id uniqueidentifier not null,
    Name nvarchar(300) not null,
    Email nvarchar(254) null,
    Language nvarchar(2) not null constraint CK_Person_Language check (Language in ('fr', 'en')),
    Sequence bigint not null,
    constraint PK_Person primary key (Id)
);

-- A question mailed with a link that answers it. The database holds the digest of the link's secret.
create table FundingQuestion (
    Id uniqueidentifier not null,
    DossierId uniqueidentifier not null,
    CallCode nvarchar(300) collate Latin1_General_BIN2 not null,
    FundingBody nvarchar(300) collate Latin1_General_BIN2 not null,
    Round int not null constraint CK_FundingQuestion_Round check (Round between 1 and 3),
    Number int not null constraint CK_FundingQuestion_Number check (Number >= 1),
    Recipient nvarchar(64) collate Latin1_General_BIN2 not null,
    PersonId uniqueidentifier null,
    Name nvarchar(300) null,
    Address nvarchar(254) null,
    Language nvarchar(2) not null constraint CK_FundingQuestion_Language check (Language in ('fr', 'en')),
    SecretDigest nvarchar(64) collate Latin1_General_BIN2 not null,
    AskedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    Answer nvarchar(20) null constraint CK_FundingQuestion_Answer check (
        Answer in ('Funded', 'ReserveList', 'Refused', 'Withdrawn', 'NotYet', 'SomebodyElse')),
    AnsweredAt datetimeoffset(6) null,
    constraint PK_FundingQuestion primary key (Id),
    constraint FK_FundingQuestion_Dossier foreign key (DossierId) references Dossier (Id),
    constraint UQ_FundingQuestion_Once unique (DossierId, Round, Recipient, Number),
    constraint UQ_FundingQuestion_SecretDigest unique (SecretDigest),
    constraint CK_FundingQuestion_Answered check ((Answer is null and AnsweredAt is null) or (Answer is not null and AnsweredAt is not null)),
    constraint CK_FundingQuestion_Expires check (ExpiresAt > AskedAt)
);

create index IX_Dossier_Live on Dossier (Version) where Origin = 'Live';
