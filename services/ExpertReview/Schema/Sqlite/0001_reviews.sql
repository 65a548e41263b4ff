-- People, as the accounts' events tell.
create table Person
(
    Id TEXT not null,
    Name TEXT not null,
    Language TEXT not null,
    Roles TEXT not null,
    Disabled INTEGER not null,
    Sequence INTEGER not null,
    constraint PK_Person primary key (Id),
    constraint CK_Person_Disabled check (Disabled in (0, 1))
);

create table PersonAffiliation
(
    PersonId TEXT not null,
    Place INTEGER not null,
    OrganisationId TEXT not null,
    Siren TEXT null,
    GroupSiren TEXT null,
    FromDay TEXT not null,
    ToDay TEXT null,
    constraint PK_PersonAffiliation primary key (PersonId, Place),
    constraint FK_PersonAffiliation_Person foreign key (PersonId) references Person (Id)
);

-- Every version of every programme heard: a dossier keeps the one it was submitted under.
create table ProgrammeVersion
(
    ProgrammeId TEXT not null,
    Version INTEGER not null,
    Code TEXT not null,
    English TEXT not null,
    French TEXT not null,
    Award TEXT not null,
    ExpertsPerDossier INTEGER not null,
    InterviewRequired INTEGER not null,
    InterviewerMayReview INTEGER not null,
    ReviewDays INTEGER not null,
    QuorumShare NUMERIC not null,
    ValidityMonths INTEGER not null,
    constraint PK_ProgrammeVersion primary key (ProgrammeId, Version),
    constraint CK_ProgrammeVersion_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator'))
);

create table GridCriterion
(
    ProgrammeId TEXT not null,
    Version INTEGER not null,
    Code TEXT not null,
    Place INTEGER not null,
    English TEXT not null,
    French TEXT not null,
    Weight NUMERIC not null,
    Threshold NUMERIC not null,
    DigitalOnly INTEGER not null,
    constraint PK_GridCriterion primary key (ProgrammeId, Version, Code),
    constraint FK_GridCriterion_ProgrammeVersion foreign key (ProgrammeId, Version) references ProgrammeVersion (ProgrammeId, Version),
    constraint CK_GridCriterion_Weight check (Weight > 0),
    constraint CK_GridCriterion_Threshold check (Threshold between 0 and 5)
);

-- A dossier as the events tell: the latest version deposited, and for each other fact the highest sequence that said it.
create table Dossier
(
    Id TEXT not null,
    Reference TEXT not null,
    Title TEXT not null,
    Acronym TEXT not null,
    Summary TEXT not null,
    Kind TEXT not null,
    Digital INTEGER not null,
    ProgrammeId TEXT not null,
    ProgrammeVersion INTEGER not null,
    CallId TEXT not null,
    Call TEXT not null,
    FundingBody TEXT not null,
    Version INTEGER not null,
    FirstSubmittedAt TEXT not null,
    RegisteredOn TEXT not null,
    HolderId TEXT not null,
    Sectors TEXT not null,
    TherapeuticAreas TEXT not null,
    TechnologyAxes TEXT not null,
    ChallengedPersonIds TEXT not null,
    ResubmitsDossierId TEXT null,
    SubmittedSequence INTEGER not null,
    AdmittedSequence INTEGER not null,
    RefusedSequence INTEGER not null,
    CorrectionSequence INTEGER not null,
    AdmittedVersion INTEGER null,
    Withdrawn INTEGER not null,
    GateSequence INTEGER not null,
    LastWord TEXT null,
    GateWasOpened INTEGER not null,
    Interviewers TEXT not null,
    ReviewsClosedAt TEXT null,
    Revision INTEGER not null,
    constraint PK_Dossier primary key (Id),
    constraint CK_Dossier_Kind check (Kind in ('Project', 'Platform')),
    constraint CK_Dossier_Version check (Version >= 1),
    constraint CK_Dossier_LastWord check (LastWord in ('Proceed', 'ProceedWithAdvice', 'Replan', 'Redirect', 'Waived')),
    constraint CK_Dossier_Gate check ((LastWord is null and GateSequence = 0) or (LastWord is not null and GateSequence > 0)),
    constraint CK_Dossier_GateWasOpened check (GateWasOpened = 1 or LastWord is null or LastWord in ('Replan', 'Redirect'))
);

create table DossierHolder
(
    DossierId TEXT not null,
    Place INTEGER not null,
    PersonId TEXT not null,
    constraint PK_DossierHolder primary key (DossierId, Place),
    constraint FK_DossierHolder_Dossier foreign key (DossierId) references Dossier (Id)
);

create table DossierParty
(
    DossierId TEXT not null,
    Place INTEGER not null,
    OrganisationId TEXT null,
    Name TEXT not null,
    Siren TEXT null,
    Type TEXT not null,
    Region TEXT null,
    constraint PK_DossierParty primary key (DossierId, Place),
    constraint FK_DossierParty_Dossier foreign key (DossierId) references Dossier (Id)
);

-- The imported past: a line has only a lead.
create table PastDossier
(
    Reference TEXT not null,
    Title TEXT not null,
    RegisteredOn TEXT not null,
    LeadOrganisation TEXT null,
    LeadSiren TEXT null,
    ImportedAt TEXT not null,
    Sequence INTEGER not null,
    constraint PK_PastDossier primary key (Reference)
);

-- The pool.
create table Expert
(
    PersonId TEXT not null,
    Sectors TEXT not null,
    TherapeuticAreas TEXT not null,
    TechnologyAxes TEXT not null,
    Keywords TEXT not null,
    Profile TEXT not null,
    Digital INTEGER not null,
    LargestLoad INTEGER not null,
    Absences TEXT not null,
    DeclaredOn TEXT not null,
    Declaration TEXT null,
    Revision INTEGER not null,
    constraint PK_Expert primary key (PersonId),
    constraint FK_Expert_Person foreign key (PersonId) references Person (Id),
    constraint CK_Expert_Profile check (Profile in ('Academic', 'Industry', 'Clinician')),
    constraint CK_Expert_LargestLoad check (LargestLoad between 0 and 50)
);

create table ExpertInterest
(
    PersonId TEXT not null,
    Siren TEXT not null,
    constraint PK_ExpertInterest primary key (PersonId, Siren),
    constraint FK_ExpertInterest_Expert foreign key (PersonId) references Expert (PersonId)
);

-- Version, GridProgrammeId, GridVersion and GridDigital say what was reviewed; set when the review is submitted.
create table Invitation
(
    Id TEXT not null,
    DossierId TEXT not null,
    ExpertId TEXT not null,
    Status TEXT not null,
    InvitedAt TEXT not null,
    DueOn TEXT not null,
    GateOpenedBy TEXT not null,
    AcceptedAt TEXT null,
    Reason TEXT null,
    Recommendation TEXT null,
    Confidence INTEGER null,
    SubmittedAt TEXT null,
    Version INTEGER null,
    GridProgrammeId TEXT null,
    GridVersion INTEGER null,
    GridDigital INTEGER null,
    Revision INTEGER not null,
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
    InvitationId TEXT not null,
    Criterion TEXT not null,
    Score NUMERIC null,
    CommentToHolder TEXT null,
    CommentToCommittee TEXT null,
    constraint PK_ReviewScore primary key (InvitationId, Criterion),
    constraint FK_ReviewScore_Invitation foreign key (InvitationId) references Invitation (Id),
    constraint CK_ReviewScore_Score check (Score >= 0 and Score <= 5 and Score * 2 = cast(Score * 2 as integer))
);

-- What an invitation was after each of its steps, with the review as it stood.
create table InvitationStep
(
    InvitationId TEXT not null,
    Revision INTEGER not null,
    At TEXT not null,
    ActorId TEXT null,
    Status TEXT not null,
    Reason TEXT null,
    Review TEXT not null,
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
create view TakesPart as
select holder.DossierId, holder.PersonId
from DossierHolder holder
union
select party.DossierId, affiliation.PersonId
from DossierParty party
join Dossier dossier on dossier.Id = party.DossierId
join PersonAffiliation affiliation on affiliation.Siren = party.Siren or affiliation.OrganisationId = party.OrganisationId
where affiliation.ToDay is null or affiliation.ToDay >= dossier.RegisteredOn;

-- In which part somebody acts on a dossier. Whoever acts on one sees nothing of it as office, chair or member.
create view ActsOn as
select part.DossierId, part.PersonId, 'Party' as Part
from TakesPart part
union
select invitation.DossierId, invitation.ExpertId, 'Expert'
from Invitation invitation
where invitation.Status in ('Invited', 'Accepted', 'Submitted', 'Reopened');
