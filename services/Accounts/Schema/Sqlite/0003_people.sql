-- Every address of a person, the main one of Person.Email among them. All are confirmed; one signs in with any of them.
create table PersonEmail (
    NormalizedEmail text primary key,
    PersonId text not null references Person (Id),
    Email text not null,
    ConfirmedAt text not null
);
create index IX_PersonEmail_Person on PersonEmail (PersonId);
insert into PersonEmail (NormalizedEmail, PersonId, Email, ConfirmedAt)
select NormalizedEmail, Id, Email, RegisteredAt from Person;

alter table Person add ErasedAt text null;

-- Codes of links lie here as digests; a code that was used, and whose row is gone, is worth nothing.
create table Invitation (
    Id text primary key,
    Email text not null,
    NormalizedEmail text not null,
    Language text not null constraint CK_Invitation_Language check (Language in ('fr', 'en')),
    Roles text not null,
    InvitedBy text not null references Person (Id),
    InvitedAt text not null,
    ExpiresAt text not null,
    CodeDigest text not null,
    Revision integer not null constraint CK_Invitation_Revision check (Revision >= 1)
);
create unique index UX_Invitation_Email on Invitation (NormalizedEmail);
create unique index UX_Invitation_Code on Invitation (CodeDigest);

create table Registration (
    Id text primary key,
    Email text not null,
    NormalizedEmail text not null,
    Name text not null,
    Language text not null constraint CK_Registration_Language check (Language in ('fr', 'en')),
    RequestedAt text not null,
    ExpiresAt text not null,
    CodeDigest text not null
);
create unique index UX_Registration_Email on Registration (NormalizedEmail);
create unique index UX_Registration_Code on Registration (CodeDigest);

create table PasswordReset (
    PersonId text primary key references Person (Id),
    RequestedAt text not null,
    ExpiresAt text not null,
    CodeDigest text not null
);
create unique index UX_PasswordReset_Code on PasswordReset (CodeDigest);

create table EmailChange (
    Id text primary key,
    PersonId text not null references Person (Id),
    OldEmail text not null,
    NewEmail text not null,
    BecomesMain integer not null constraint CK_EmailChange_BecomesMain check (BecomesMain in (0, 1)),
    RequestedAt text not null,
    ExpiresAt text not null,
    OldCodeDigest text not null,
    NewCodeDigest text not null,
    VetoCodeDigest text not null,
    OldConfirmedAt text,
    NewConfirmedAt text,
    AppliedAt text,
    VetoUntil text,
    constraint CK_EmailChange_Applied check (
        (AppliedAt is null and VetoUntil is null) or (AppliedAt is not null and VetoUntil is not null and OldConfirmedAt is not null and NewConfirmedAt is not null))
);
create index IX_EmailChange_Person on EmailChange (PersonId);
create unique index UX_EmailChange_Veto on EmailChange (VetoCodeDigest);

create table ErasureRequest (
    PersonId text primary key references Person (Id),
    RequestedAt text not null
);
