-- Dossiers deposited here and imported ones, as far as it takes to find which repeat which. What follows from a deposit or an import is
-- computed after it: DuplicateSearch holds what is still to be looked at.
create table ComparedDossier (
    Position bigint identity (1, 1) primary key,
    DossierId uniqueidentifier null references Dossier (Id),
    PastReference nvarchar(400) null references PastDossier (Reference),
    Title nvarchar(max) not null,
    LeadSiren nvarchar(20) null,
    LeadName nvarchar(400) null,
    Organisations nvarchar(max) not null,
    ResubmitsId uniqueidentifier null,
    DepositedAt datetimeoffset(6) null,
    constraint CK_ComparedDossier_Whose check (
        (DossierId is not null and PastReference is null and DepositedAt is not null) or (DossierId is null and PastReference is not null and DepositedAt is null))
);
create unique index UX_ComparedDossier_Dossier on ComparedDossier (DossierId) where DossierId is not null;
create unique index UX_ComparedDossier_Past on ComparedDossier (PastReference) where PastReference is not null;
create index IX_ComparedDossier_LeadSiren on ComparedDossier (LeadSiren) where LeadSiren is not null;
create index IX_ComparedDossier_LeadName on ComparedDossier (LeadName) where LeadName is not null;

-- What two dossiers that are alike share, as numbers (Likeness says which).
create table ComparedKey (
    HashedKey bigint not null,
    Position bigint not null references ComparedDossier (Position),
    primary key (HashedKey, Position)
);
create index IX_ComparedKey_Position on ComparedKey (Position);

create table DuplicateSearch (
    Id nvarchar(400) primary key,
    DossierId uniqueidentifier null references Dossier (Id),
    PastReference nvarchar(400) null references PastDossier (Reference),
    constraint CK_DuplicateSearch_Whose check ((DossierId is not null and PastReference is null) or (DossierId is null and PastReference is not null))
);

-- Searches take turns, so that of two at once each sees what the other keeps.
create table DuplicateTurn (
    Id int primary key,
    Turn bigint not null
);
insert into DuplicateTurn (Id, Turn) values (1, 0);

-- DossierId: the one deposited later. What it may repeat was deposited here before it, or imported.
create table DuplicateCandidate (
    Id uniqueidentifier primary key,
    Revision bigint not null,
    DossierId uniqueidentifier not null references Dossier (Id),
    OtherId uniqueidentifier null references Dossier (Id),
    PastReference nvarchar(400) null references PastDossier (Reference),
    Status nvarchar(20) not null,
    Reasons nvarchar(400) not null,
    TitlePercent int not null,
    SummaryPercent int null,
    SameLead bit not null,
    SharedOrganisations int not null,
    Strength int not null,
    FoundAt datetimeoffset(6) not null,
    DecidedAt datetimeoffset(6) null,
    DecidedBy uniqueidentifier null,
    constraint CK_DuplicateCandidate_Revision check (Revision >= 1),
    constraint CK_DuplicateCandidate_Status check (Status in ('Open', 'Confirmed', 'Dismissed')),
    constraint CK_DuplicateCandidate_Other check ((OtherId is not null and PastReference is null and OtherId <> DossierId) or (OtherId is null and PastReference is not null)),
    constraint CK_DuplicateCandidate_Reasons check (Reasons not in ('', '[]')),
    constraint CK_DuplicateCandidate_Strength check (Strength between 0 and 100 and TitlePercent between 0 and 100 and (SummaryPercent is null or SummaryPercent between 0 and 100)),
    constraint CK_DuplicateCandidate_Decided check ((Status = 'Open' and DecidedAt is null) or (Status <> 'Open' and DecidedAt is not null))
);
create unique index UX_DuplicateCandidate_Other on DuplicateCandidate (DossierId, OtherId) where OtherId is not null;
create unique index UX_DuplicateCandidate_Past on DuplicateCandidate (DossierId, PastReference) where PastReference is not null;
create unique index UX_DuplicateCandidate_Confirmed on DuplicateCandidate (DossierId) where Status = 'Confirmed';
create index IX_DuplicateCandidate_OtherId on DuplicateCandidate (OtherId);
create index IX_DuplicateCandidate_Status on DuplicateCandidate (Status, Strength);

-- What was deposited or imported before there was this search.
insert into DuplicateSearch (Id, DossierId, PastReference)
select cast(Id as nvarchar(36)), Id, null from Dossier where Version >= 1;
insert into DuplicateSearch (Id, DossierId, PastReference)
select Reference, null, Reference from PastDossier;
