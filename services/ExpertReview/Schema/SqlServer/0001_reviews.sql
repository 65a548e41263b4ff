-- People, as the accounts' events tell.
create table Person
(
    Id uniqueidentifier not null,
    Name nvarchar(400) not null,
    Language nvarchar(10) not null,
    Roles nvarchar(max) not null,
    Disabled bit not null,
    Sequence bigint not null,
    constraint PK_Person primary key (Id),
    constraint CK_Person_Disabled check (Disabled in (0, 1))
);

create table PersonAffiliation
(
    PersonId uniqueidentifier not null,
    Place int not null,
    OrganisationId uniqueidentifier not null,
    Siren nvarchar(9) null,
    GroupSiren nvarchar(9) null,
    FromDay date not null,
    ToDay date null,
    constraint PK_PersonAffiliation primary key (PersonId, Place),
    constraint FK_PersonAffiliation_Person foreign key (PersonId) references Person (Id)
);

-- Every version of every programme heard: a dossier keeps the one it was submitted under.
create table ProgrammeVersion
(
    ProgrammeId uniqueidentifier not null,
    Version int not null,
    Code nvarchar(100) not null,
    English nvarchar(400) not null,
    French nvarchar(400) not null,
    Award nvarchar(40) not null,
    ExpertsPerDossier int not null,
    InterviewRequired bit not null,
    InterviewerMayReview bit not null,
    ReviewDays int not null,
    QuorumShare decimal(9,6) not null,
    ValidityMonths int not null,
    constraint PK_ProgrammeVersion primary key (ProgrammeId, Version),
    constraint CK_ProgrammeVersion_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator'))
);

create table GridCriterion
(
    ProgrammeId uniqueidentifier not null,
    Version int not null,
    Code nvarchar(100) not null,
    Place int not null,
    English nvarchar(400) not null,
    French nvarchar(400) not null,
    Weight decimal(18,6) not null,
    Threshold decimal(18,2) not null,
    DigitalOnly bit not null,
    constraint PK_GridCriterion primary key (ProgrammeId, Version, Code),
    constraint FK_GridCriterion_ProgrammeVersion foreign key (ProgrammeId, Version) references ProgrammeVersion (ProgrammeId, Version),
    constraint CK_GridCriterion_Weight check (Weight > 0),
    constraint CK_GridCriterion_Threshold check (Threshold between 0 and 5)
);

-- A dossier as the events tell: the latest version deposited, and for each other fact the highest sequence that said it.
create table Dossier
(
    Id uniqueidentifier not null,
    Reference nvarchar(40) not null,
    Title nvarchar(1000) not null,
    Acronym nvarchar(400) not null,
    Summary nvarchar(max) not null,
    Kind nvarchar(40) not null,
    Digital bit not null,
    ProgrammeId uniqueidentifier not null,
    ProgrammeVersion int not null,
    CallId uniqueidentifier not null,
    Call nvarchar(400) not null,
    FundingBody nvarchar(400) not null,
    Version int not null,
    FirstSubmittedAt datetimeoffset(6) not null,
    RegisteredOn date not null,
    HolderId uniqueidentifier not null,
    Sectors nvarchar(max) not null,
    TherapeuticAreas nvarchar(max) not null,
    TechnologyAxes nvarchar(max) not null,
    ChallengedPersonIds nvarchar(max) not null,
    ResubmitsDossierId uniqueidentifier null,
    SubmittedSequence bigint not null,
    AdmittedSequence bigint not null,
    RefusedSequence bigint not null,
    CorrectionSequence bigint not null,
    AdmittedVersion int null,
    Withdrawn bit not null,
    GateSequence bigint not null,
    LastWord nvarchar(40) null,
    GateWasOpened bit not null,
    Interviewers nvarchar(max) not null,
    ReviewsClosedAt datetimeoffset(6) null,
    Revision bigint not null,
    constraint PK_Dossier primary key (Id),
    constraint CK_Dossier_Kind check (Kind in ('Project', 'Platform')),
    constraint CK_Dossier_Version check (Version >= 1),
    constraint CK_Dossier_LastWord check (LastWord in ('Proceed', 'ProceedWithAdvice', 'Replan', 'Redirect', 'Waived')),
    constraint CK_Dossier_Gate check ((LastWord is null and GateSequence = 0) or (LastWord is not null and GateSequence > 0)),
    constraint CK_Dossier_GateWasOpened check (GateWasOpened = 1 or LastWord is null or LastWord in ('Replan', 'Redirect'))
);

create table DossierHolder
(
    DossierId uniqueidentifier not null,
    Place int not null,
    PersonId uniqueidentifier not null,
    constraint PK_DossierHolder primary key (DossierId, Place),
    constraint FK_DossierHolder_Dossier foreign key (DossierId) references Dossier (Id)
);

create table DossierParty
(
    DossierId uniqueidentifier not null,
    Place int not null,
    OrganisationId uniqueidentifier null,
    Name nvarchar(400) not null,
    Siren nvarchar(9) null,
    Type nvarchar(100) not null,
    Region nvarchar(100) null,
    constraint PK_DossierParty primary key (DossierId, Place),
    constraint FK_DossierParty_Dossier foreign key (DossierId) references Dossier (Id)
);

-- The imported past: a line has only a lead.
create table PastDossier
(
    Reference nvarchar(100) not null,
    Title nvarchar(1000) not null,
    RegisteredOn date not null,
    LeadOrganisation nvarchar(400) null,
    LeadSiren nvarchar(9) null,
    ImportedAt datetimeoffset(6) not null,
    Sequence bigint not null,
    constraint PK_PastDossier primary key (Reference)
);

-- The pool.
create table Expert
(
    PersonId uniqueidentifier not null,
    Sectors nvarchar(max) not null,
    TherapeuticAreas nvarchar(max) not null,
    TechnologyAxes nvarchar(max) not null,
    Keywords nvarchar(max) not null,
    Profile nvarchar(40) not null,
    Digital bit not null,
    LargestLoad int not null,
    Absences nvarchar(max) not null,
    DeclaredOn date not null,
    Declaration nvarchar(max) null,
    Revision bigint not null,
    constraint PK_Expert primary key (PersonId),
    constraint FK_Expert_Person foreign key (PersonId) references Person (Id),
    constraint CK_Expert_Profile check (Profile in ('Academic', 'Industry', 'Clinician')),
    constraint CK_Expert_LargestLoad check (LargestLoad between 0 and 50)
);

create table ExpertInterest
(
    PersonId uniqueidentifier not null,
    Siren nvarchar(9) not null,
    constraint PK_ExpertInterest primary key (PersonId, Siren),
    constraint FK_ExpertInterest_Expert foreign key (PersonId) references Expert (PersonId)
);

-- Version, GridProgrammeId, GridVersion and GridDigital say what was reviewed; set when the review is submitted.
create table Invitation
(
    Id uniqueidentifier not null,
    DossierId uniqueidentifier not null,
    ExpertId uniqueidentifier not null,
    Status nvarchar(40) not null,
    InvitedAt datetimeoffset(6) not null,
    DueOn date not null,
    GateOpenedBy nvarchar(40) not null,
    AcceptedAt datetimeoffset(6) null,
    Reason nvarchar(4000) null,
    Recommendation nvarchar(40) null,
    Confidence int null,
    SubmittedAt datetimeoffset(6) null,
    Version int null,
    GridProgrammeId uniqueidentifier null,
    GridVersion int null,
    GridDigital bit null,
    Revision bigint not null,
    constraint PK_Invitation primary key (Id),
    constraint FK_Invitation_Dossier foreign key (DossierId) references Dossier (Id),
    constraint FK_Invitation_Expert foreign key (ExpertId) references Expert (PersonId),
    constraint FK_Invitation_ProgrammeVersion foreign key (GridProgrammeId, GridVersion) references ProgrammeVersion (ProgrammeId, Version),
    constraint CK_Invitation_Status check (Status in ('Invited', 'Accepted', 'Submitted', 'Reopened', 'Declined', 'ConflictDeclared', 'Cancelled')),
    constraint CK_Invitation_GateOpenedBy check (GateOpenedBy in ('Proceed', 'ProceedWithAdvice', 'Waiver', 'NoInterviewRequired')),
    constraint CK_Invitation_Reason check (Status not in ('Reopened', 'Declined', 'ConflictDeclared', 'Cancelled') or Reason is not null),
    constraint CK_Invitation_Recommendation check (Recommendation in ('Label', 'LabelWithReservations', 'Adjourn', 'Refuse')),
    constraint CK_Invitation_Confidence check (Confidence between 1 and 3),
    constraint CK_Invitation_Accepted check (Status not in ('Accepted', 'Submitted', 'Reopened') or AcceptedAt is not null),
    constraint CK_Invitation_Submitted check (Status <> 'Submitted' or (Recommendation is not null and Confidence is not null and SubmittedAt is not null and Version is not null and GridProgrammeId is not null and GridVersion is not null and GridDigital is not null))
);

create table ReviewScore
(
    InvitationId uniqueidentifier not null,
    Criterion nvarchar(100) not null,
    Score decimal(18,2) null,
    CommentToHolder nvarchar(max) null,
    CommentToCommittee nvarchar(max) null,
    constraint PK_ReviewScore primary key (InvitationId, Criterion),
    constraint FK_ReviewScore_Invitation foreign key (InvitationId) references Invitation (Id),
    constraint CK_ReviewScore_Score check (Score >= 0 and Score <= 5 and Score * 2 = cast(Score * 2 as int))
);

-- What an invitation was after each of its steps, with the review as it stood.
create table InvitationStep
(
    InvitationId uniqueidentifier not null,
    Revision bigint not null,
    At datetimeoffset(6) not null,
    ActorId uniqueidentifier null,
    Status nvarchar(40) not null,
    Reason nvarchar(4000) null,
    Review nvarchar(max) not null,
    constraint PK_InvitationStep primary key (InvitationId, Revision),
    constraint FK_InvitationStep_Invitation foreign key (InvitationId) references Invitation (Id)
);
create index IX_PersonAffiliation_Siren on PersonAffiliation (Siren);
create index IX_PersonAffiliation_Organisation on PersonAffiliation (OrganisationId);
create unique index UX_DossierHolder_Person on DossierHolder (DossierId, PersonId);
create index IX_DossierHolder_Person on DossierHolder (PersonId);
create index IX_DossierParty_Siren on DossierParty (Siren);
create index IX_DossierParty_Organisation on DossierParty (OrganisationId);
create index IX_PastDossier_Lead on PastDossier (LeadSiren);
create index IX_Invitation_Expert on Invitation (ExpertId);

-- One invitation of an expert on a dossier; a decline is remembered, only a cancelled one may be followed by another.
create unique index UX_Invitation_DossierExpert on Invitation (DossierId, ExpertId) where Status <> 'Cancelled';

-- Who is part of a dossier: holders, and whoever was affiliated with its consortium since it was first deposited.
exec('
create view TakesPart as
select holder.DossierId, holder.PersonId
from DossierHolder holder
union
select party.DossierId, affiliation.PersonId
from DossierParty party
join Dossier dossier on dossier.Id = party.DossierId
join PersonAffiliation affiliation on affiliation.Siren = party.Siren or affiliation.OrganisationId = party.OrganisationId
where affiliation.ToDay is null or affiliation.ToDay >= dossier.RegisteredOn');

-- In which part somebody acts on a dossier. Whoever acts on one sees nothing of it as office, chair or member.
exec('
create view ActsOn as
select part.DossierId, part.PersonId, ''Party'' as Part
from TakesPart part
union
select invitation.DossierId, invitation.ExpertId, ''Expert''
from Invitation invitation
where invitation.Status in (''Invited'', ''Accepted'', ''Submitted'', ''Reopened'')');
