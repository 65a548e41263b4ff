create table Organisation (
    Id uniqueidentifier primary key,
    Name nvarchar(200) not null,
    Siren nvarchar(9) null constraint CK_Organisation_Siren check (Siren is null or len(Siren) = 9),
    Type nvarchar(50) not null,
    Region nvarchar(50) null,
    GroupSiren nvarchar(9) null constraint CK_Organisation_GroupSiren check (GroupSiren is null or len(GroupSiren) = 9),
    Revision bigint not null constraint CK_Organisation_Revision check (Revision >= 1)
);
create unique index UX_Organisation_Siren on Organisation (Siren) where Siren is not null;

create table Person (
    Id uniqueidentifier primary key,
    Name nvarchar(200) not null,
    Email nvarchar(254) not null,
    NormalizedEmail nvarchar(254) not null,
    Language nvarchar(2) not null constraint CK_Person_Language check (Language in ('fr', 'en')),
    PasswordHash nvarchar(400) not null,
    DisabledAt datetimeoffset(6) null,
    RegisteredAt datetimeoffset(6) not null,
    Revision bigint not null constraint CK_Person_Revision check (Revision >= 1)
);
create unique index UX_Person_Email on Person (NormalizedEmail);

create table PersonRole (
    PersonId uniqueidentifier not null references Person (Id),
    Role nvarchar(20) not null constraint CK_PersonRole_Role check (Role in ('holder', 'expert', 'member', 'chair', 'vice-chair', 'office', 'administrator')),
    primary key (PersonId, Role)
);

create table Affiliation (
    PersonId uniqueidentifier not null references Person (Id),
    OrganisationId uniqueidentifier not null references Organisation (Id),
    FromDay date not null,
    ToDay date null,
    primary key (PersonId, OrganisationId, FromDay),
    constraint CK_Affiliation_Days check (ToDay is null or ToDay >= FromDay)
);

create table FirstAdministrator (
    Id int primary key constraint CK_FirstAdministrator_One check (Id = 1),
    CodeDigest nvarchar(64) not null,
    UsedAt datetimeoffset(6) null
);
