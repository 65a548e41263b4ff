create table Session (
    Id uniqueidentifier primary key,
    PersonId uniqueidentifier not null references Person (Id),
    Kind nvarchar(20) not null constraint CK_Session_Kind check (Kind in ('browser', 'token', 'personal')),
    Name nvarchar(100) null,
    Scopes nvarchar(400) null,
    DossierId uniqueidentifier null,
    MadeAt datetimeoffset(6) not null,
    LastSeenAt datetimeoffset(6) not null,
    Address nvarchar(100) not null,
    UserAgent nvarchar(300) not null,
    EndsAt datetimeoffset(6) not null,
    EndedAt datetimeoffset(6) null,
    constraint CK_Session_Personal check ((Kind = 'personal' and Name is not null and Scopes is not null) or (Kind <> 'personal' and Name is null and Scopes is null and DossierId is null)),
    constraint CK_Session_Ends check (EndsAt > MadeAt)
);
create index IX_Session_Person on Session (PersonId, EndsAt);

create table SecondFactor (
    PersonId uniqueidentifier primary key references Person (Id),
    ProtectedKey nvarchar(1000) not null,
    MadeAt datetimeoffset(6) not null,
    ConfirmedAt datetimeoffset(6) null,
    LastStep bigint not null
);

create table RecoveryCode (
    PersonId uniqueidentifier not null references SecondFactor (PersonId),
    Digest nvarchar(64) not null,
    primary key (PersonId, Digest)
);

create table Passkey (
    Digest nvarchar(64) primary key,
    PersonId uniqueidentifier not null references Person (Id),
    CredentialId nvarchar(1400) not null,
    Name nvarchar(100) not null,
    PublicKey nvarchar(max) not null,
    MadeAt datetimeoffset(6) not null,
    LastUsedAt datetimeoffset(6) null,
    SignCount bigint not null,
    Transports nvarchar(200) not null,
    UserVerified bit not null,
    BackupEligible bit not null,
    BackedUp bit not null,
    AttestationObject nvarchar(max) not null,
    ClientData nvarchar(max) not null
);
create index IX_Passkey_Person on Passkey (PersonId);

create table UsedChallenge (
    Digest nvarchar(64) primary key,
    UsedAt datetimeoffset(6) not null
);

create table SignInTry (
    Kind nvarchar(20) not null constraint CK_SignInTry_Kind check (Kind in ('account', 'code', 'address')),
    Digest nvarchar(64) not null,
    Failures int not null constraint CK_SignInTry_Failures check (Failures >= 0),
    LastAt datetimeoffset(6) not null,
    WaitUntil datetimeoffset(6) not null,
    primary key (Kind, Digest)
);
create index IX_SignInTry_LastAt on SignInTry (LastAt);

create table Demonstration (
    Id int primary key constraint CK_Demonstration_One check (Id = 1),
    MadeAt datetimeoffset(6) not null
);
