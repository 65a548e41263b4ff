create table Session (
    Id text primary key,
    PersonId text not null references Person (Id),
    Kind text not null constraint CK_Session_Kind check (Kind in ('browser', 'token', 'personal')),
    Name text,
    Scopes text,
    DossierId text,
    MadeAt text not null,
    LastSeenAt text not null,
    Address text not null,
    UserAgent text not null,
    EndsAt text not null,
    EndedAt text,
    constraint CK_Session_Personal check ((Kind = 'personal' and Name is not null and Scopes is not null) or (Kind <> 'personal' and Name is null and Scopes is null and DossierId is null)),
    constraint CK_Session_Ends check (EndsAt > MadeAt)
);
create index IX_Session_Person on Session (PersonId, EndsAt);

create table SecondFactor (
    PersonId text primary key references Person (Id),
    ProtectedKey text not null,
    MadeAt text not null,
    ConfirmedAt text,
    LastStep integer not null
);

create table RecoveryCode (
    PersonId text not null references SecondFactor (PersonId),
    Digest text not null,
    primary key (PersonId, Digest)
);

create table Passkey (
    Digest text primary key,
    PersonId text not null references Person (Id),
    CredentialId text not null,
    Name text not null,
    PublicKey text not null,
    MadeAt text not null,
    LastUsedAt text,
    SignCount integer not null,
    Transports text not null,
    UserVerified integer not null constraint CK_Passkey_UserVerified check (UserVerified in (0, 1)),
    BackupEligible integer not null constraint CK_Passkey_BackupEligible check (BackupEligible in (0, 1)),
    BackedUp integer not null constraint CK_Passkey_BackedUp check (BackedUp in (0, 1)),
    AttestationObject text not null,
    ClientData text not null
);
create index IX_Passkey_Person on Passkey (PersonId);

create table UsedChallenge (
    Digest text primary key,
    UsedAt text not null
);

create table SignInTry (
    Kind text not null constraint CK_SignInTry_Kind check (Kind in ('account', 'code', 'address')),
    Digest text not null,
    Failures integer not null constraint CK_SignInTry_Failures check (Failures >= 0),
    LastAt text not null,
    WaitUntil text not null,
    primary key (Kind, Digest)
);
create index IX_SignInTry_LastAt on SignInTry (LastAt);

create table Demonstration (
    Id integer primary key constraint CK_Demonstration_One check (Id = 1),
    MadeAt text not null
);
