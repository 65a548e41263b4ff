create table Organisation (
    Id text primary key,
    Name text not null,
    Siren text constraint CK_Organisation_Siren check (Siren is null or length(Siren) = 9),
    Type text not null,
    Region text,
    GroupSiren text constraint CK_Organisation_GroupSiren check (GroupSiren is null or length(GroupSiren) = 9),
    Revision integer not null constraint CK_Organisation_Revision check (Revision >= 1)
);
create unique index UX_Organisation_Siren on Organisation (Siren) where Siren is not null;

create table Person (
    Id text primary key,
    Name text not null,
    Email text not null,
    NormalizedEmail text not null,
    Language text not null constraint CK_Person_Language check (Language in ('fr', 'en')),
    PasswordHash text not null,
    DisabledAt text,
    RegisteredAt text not null,
    Revision integer not null constraint CK_Person_Revision check (Revision >= 1)
);
create unique index UX_Person_Email on Person (NormalizedEmail);

create table PersonRole (
    PersonId text not null references Person (Id),
    Role text not null constraint CK_PersonRole_Role check (Role in ('holder', 'expert', 'member', 'chair', 'vice-chair', 'office', 'administrator')),
    primary key (PersonId, Role)
);

create table Affiliation (
    PersonId text not null references Person (Id),
    OrganisationId text not null references Organisation (Id),
    FromDay text not null,
    ToDay text,
    primary key (PersonId, OrganisationId, FromDay),
    constraint CK_Affiliation_Days check (ToDay is null or ToDay >= FromDay)
);

create table FirstAdministrator (
    Id integer primary key constraint CK_FirstAdministrator_One check (Id = 1),
    CodeDigest text not null,
    UsedAt text
);
