-- Where mail to a person goes, as Accounts tells; null until it tells again of who was known before.
alter table Person add column Email text;
alter table Person add column Language text;

-- Who changed which field of a dossier last, for the second of two people who write it. What it says stands in the content.
create table DossierField (
    DossierId text not null references Dossier (Id),
    Field text not null,
    ChangedBy text not null,
    ChangedAt text not null,
    primary key (DossierId, Field)
);

-- What a co-holder writes: their own organisation's row, or all. Who has no row here writes all.
create table CoHolderPart (
    DossierId text not null references Dossier (Id),
    PersonId text not null,
    Part text not null,
    OrganisationKey text,
    Revision integer not null,
    primary key (DossierId, PersonId),
    constraint CK_CoHolderPart_Part check ((Part = 'Own' and OrganisationKey is not null and OrganisationKey <> '') or (Part = 'All' and OrganisationKey is null)),
    constraint CK_CoHolderPart_Revision check (Revision >= 1)
);
create index IX_CoHolderPart_Person on CoHolderPart (PersonId);

-- Gone once it is accepted or withdrawn. The code is in the mail only; here is its digest.
create table CoHolderInvitation (
    Id text primary key,
    DossierId text not null references Dossier (Id),
    Email text not null,
    NormalizedEmail text not null,
    Language text not null,
    Part text not null,
    OrganisationKey text,
    InvitedBy text not null,
    InvitedAt text not null,
    ExpiresAt text not null,
    CodeDigest text not null,
    constraint CK_CoHolderInvitation_Part check ((Part = 'Own' and OrganisationKey is not null and OrganisationKey <> '') or (Part = 'All' and OrganisationKey is null)),
    constraint CK_CoHolderInvitation_Ends check (InvitedAt < ExpiresAt)
);
create unique index UX_CoHolderInvitation_Code on CoHolderInvitation (CodeDigest);
create unique index UX_CoHolderInvitation_Email on CoHolderInvitation (DossierId, NormalizedEmail);
