-- What a dossier is called, who leads it and holds it; empty for dossiers deposited before, until their next version.
alter table Dossier add Title text null;
alter table Dossier add Acronym text null;
alter table Dossier add LeadSiren text null;
alter table Dossier add HolderId text null;
alter table FundingCall add ClosesOn text null;

-- Who can be asked; empty until Accounts says so again.
create table Person (
    Id text not null,
    Name text not null,
    Email text null,
    Language text not null constraint CK_Person_Language check (Language in ('fr', 'en')),
    Sequence integer not null,
    constraint PK_Person primary key (Id)
);

-- A question mailed with a link that answers it. The database holds the digest of the link's secret.
create table FundingQuestion (
    Id text not null,
    DossierId text not null,
    CallCode text not null,
    FundingBody text not null,
    Round integer not null constraint CK_FundingQuestion_Round check (Round between 1 and 3),
    Number integer not null constraint CK_FundingQuestion_Number check (Number >= 1),
    Recipient text not null,
    PersonId text null,
    Name text null,
    Address text null,
    Language text not null constraint CK_FundingQuestion_Language check (Language in ('fr', 'en')),
    SecretDigest text not null,
    AskedAt text not null,
    ExpiresAt text not null,
    Answer text null constraint CK_FundingQuestion_Answer check (
        Answer in ('Funded', 'ReserveList', 'Refused', 'Withdrawn', 'NotYet', 'SomebodyElse')),
    AnsweredAt text null,
    constraint PK_FundingQuestion primary key (Id),
    constraint FK_FundingQuestion_Dossier foreign key (DossierId) references Dossier (Id),
    constraint UQ_FundingQuestion_Once unique (DossierId, Round, Recipient, Number),
    constraint UQ_FundingQuestion_SecretDigest unique (SecretDigest),
    constraint CK_FundingQuestion_Answered check ((Answer is null and AnsweredAt is null) or (Answer is not null and AnsweredAt is not null)),
    constraint CK_FundingQuestion_Expires check (ExpiresAt > AskedAt)
);

create index IX_Dossier_Live on Dossier (Version) where Origin = 'Live';
