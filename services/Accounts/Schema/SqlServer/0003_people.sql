-- Every address of a person, the main one of Person.Email among them. All are confirmed; one signs in with any of them.
create table PersonEmail (
    NormalizedEmail nvarchar(254) primary key,
    PersonId uniqueidentifier not null references Person (Id),
    Email nvarchar(254) not null,
    ConfirmedAt datetimeoffset(6) not null
);
create index IX_PersonEmail_Person on PersonEmail (PersonId);
insert into PersonEmail (NormalizedEmail, PersonId, Email, ConfirmedAt)
select NormalizedEmail, Id, Email, RegisteredAt from Person;

alter table Person add ErasedAt datetimeoffset(6) null;

-- Codes of links lie here as digests; a code that was used, and whose row is gone, is worth nothing.
create table Invitation (
    Id uniqueidentifier primary key,
    Email nvarchar(254) not null,
    NormalizedEmail nvarchar(254) not null,
    Language nvarchar(2) not null constraint CK_Invitation_Language check (Language in ('fr', 'en')),
    Roles nvarchar(200) not null,
    InvitedBy uniqueidentifier not null references Person (Id),
    InvitedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    CodeDigest nvarchar(64) not null,
    Revision bigint not null constraint CK_Invitation_Revision check (Revision >= 1)
);
create unique index UX_Invitation_Email on Invitation (NormalizedEmail);
create unique index UX_Invitation_Code on Invitation (CodeDigest);

create table Registration (
    Id uniqueidentifier primary key,
    Email nvarchar(254) not null,
    NormalizedEmail nvarchar(254) not null,
    Name nvarchar(200) not null,
    Language nvarchar(2) not null constraint CK_Registration_Language check (Language in ('fr', 'en')),
    RequestedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    CodeDigest nvarchar(64) not null
);
create unique index UX_Registration_Email on Registration (NormalizedEmail);
create unique index UX_Registration_Code on Registration (CodeDigest);

create table PasswordReset (
    PersonId uniqueidentifier primary key references Person (Id),
    RequestedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    CodeDigest nvarchar(64) not null
);
create unique index UX_PasswordReset_Code on PasswordReset (CodeDigest);

create table EmailChange (
    Id uniqueidentifier primary key,
    PersonId uniqueidentifier not null references Person (Id),
    OldEmail nvarchar(254) not null,
    NewEmail nvarchar(254) not null,
    BecomesMain bit not null,
    RequestedAt datetimeoffset(6) not null,
    ExpiresAt datetimeoffset(6) not null,
    OldCodeDigest nvarchar(64) not null,
    NewCodeDigest nvarchar(64) not null,
    VetoCodeDigest nvarchar(64) not null,
    OldConfirmedAt datetimeoffset(6) null,
    NewConfirmedAt datetimeoffset(6) null,
    AppliedAt datetimeoffset(6) null,
    VetoUntil datetimeoffset(6) null,
    constraint CK_EmailChange_Applied check (
        (AppliedAt is null and VetoUntil is null) or (AppliedAt is not null and VetoUntil is not null and OldConfirmedAt is not null and NewConfirmedAt is not null))
);
create index IX_EmailChange_Person on EmailChange (PersonId);
create unique index UX_EmailChange_Veto on EmailChange (VetoCodeDigest);

create table ErasureRequest (
    PersonId uniqueidentifier primary key references Person (Id),
    RequestedAt datetimeoffset(6) not null
);
