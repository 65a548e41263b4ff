-- Where mail to a person goes, as Accounts tells; null until it tells again of who was known before.
alter table Person add Email nvarchar(320) null;
alter table Person add Language nvarchar(10) null;

-- Who changed which field of a dossier last, for the second of two people who write it. What it says stands in the content.
create table DossierField (
    DossierId uniqueidentifier not null references Dossier (Id),
    Field nvarchar(200) not null,
    ChangedBy uniqueidentifier not null,
    ChangedAt datetimeoffset(6) not null,
    primary key (DossierId, Field)
);

-- What a co-holder writes: their own organisation's row, or all. Who has no row here writes all.
create table CoHolderPart (
    DossierId uniqueidentifier not null references Dossier (Id),
    PersonId uniqueidentifier not null,
    Part nvarchar(10) not null,
    OrganisationKey nvarchar(32) null,
    Revision bigint not null,
    primary key (DossierId, PersonId),
    constraint CK_CoHolderPart_Part check ((Part = 'Own' and OrganisationKey is not null and OrganisationKey <> '') or (Part = 'All' and OrganisationKey is null)),
    constraint CK_CoHolderPart_Revision check (Revision >= 1)
);
create index IX_CoHolderPart_Person on CoHolderPart (PersonId);

-- Gone once it is accepted or withdrawn. The code is in the mail only; here is its digest.
create table CoHolderInvitation (
    Id uniqueidentifier primary key,
    DossierId uniqueidentifier not null references Dossier (Id),
    Email nvarchar(320) not null,
    NormalizedEmail nvarchar(320) not null,
    Language nvarchar(10) not null,
    Part nvarchar(10) not null,
    OrganisationKey nvarchar(32) null,
    InvitedBy uniqueidentifier not null,
    InvitedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    CodeDigest nvarchar(64) not null,
    constraint CK_CoHolderInvitation_Part check ((Part = 'Own' and OrganisationKey is not null and OrganisationKey <> '') or (Part = 'All' and OrganisationKey is null)),
    constraint CK_CoHolderInvitation_Ends check (InvitedAt < ExpiresAt)
);
create unique index UX_CoHolderInvitation_Code on CoHolderInvitation (CodeDigest);
create unique index UX_CoHolderInvitation_Email on CoHolderInvitation (DossierId, NormalizedEmail);
