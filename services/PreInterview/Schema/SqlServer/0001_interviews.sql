create table Person (
    Id uniqueidentifier not null,
    Name nvarchar(max) not null,
    Roles nvarchar(max) not null,
    Disabled bit not null,
    Sequence bigint not null,
    constraint PK_Person primary key (Id),
    constraint CK_Person_Disabled check (Disabled in (0, 1))
);

create table PersonAffiliation (
    PersonId uniqueidentifier not null,
    Place int not null,
    OrganisationId uniqueidentifier not null,
    Siren nvarchar(20) null,
    GroupSiren nvarchar(20) null,
    FromDay date not null,
    ToDay date null,
    constraint PK_PersonAffiliation primary key (PersonId, Place),
    constraint FK_PersonAffiliation_Person foreign key (PersonId) references Person (Id)
);

create index IX_PersonAffiliation_Siren on PersonAffiliation (Siren);

create table Programme (
    Id uniqueidentifier not null,
    Version int not null,
    InterviewRequired bit not null,
    Grid nvarchar(max) not null,
    constraint PK_Programme primary key (Id, Version),
    constraint CK_Programme_InterviewRequired check (InterviewRequired in (0, 1))
);

create table FundingCall (
    Id uniqueidentifier not null,
    Code nvarchar(max) not null,
    FundingBody nvarchar(max) not null,
    Sequence bigint not null,
    constraint PK_FundingCall primary key (Id)
);

create table DossierToInterview (
    Id uniqueidentifier not null,
    Version int not null,
    Reference nvarchar(200) not null,
    Title nvarchar(max) not null,
    Acronym nvarchar(max) not null,
    Summary nvarchar(max) not null,
    Digital bit not null,
    ProgrammeId uniqueidentifier not null,
    ProgrammeVersion int not null,
    CallId uniqueidentifier not null,
    Consortium nvarchar(max) not null,
    ChallengedPersonIds nvarchar(max) not null,
    AdmittedVersion int null,
    AdmittedSequence bigint not null,
    RefusedSequence bigint not null,
    CorrectionSequence bigint not null,
    Withdrawn bit not null,
    ReviewBegun bit not null,
    constraint PK_DossierToInterview primary key (Id),
    constraint CK_DossierToInterview_Version check (Version >= 1),
    constraint CK_DossierToInterview_Admitted check ((AdmittedVersion is null and AdmittedSequence = 0) or (AdmittedVersion is not null and AdmittedVersion >= 1 and AdmittedSequence >= 1)),
    constraint CK_DossierToInterview_Flags check (Digital in (0, 1) and Withdrawn in (0, 1) and ReviewBegun in (0, 1))
);

create table DossierHolder (
    DossierId uniqueidentifier not null,
    PersonId uniqueidentifier not null,
    constraint PK_DossierHolder primary key (DossierId, PersonId),
    constraint FK_DossierHolder_Dossier foreign key (DossierId) references DossierToInterview (Id)
);

create index IX_DossierHolder_Person on DossierHolder (PersonId);

create table ExpertDiary (
    ExpertId uniqueidentifier not null,
    Changes bigint not null,
    constraint PK_ExpertDiary primary key (ExpertId)
);

create table Interview (
    Id uniqueidentifier not null,
    DossierId uniqueidentifier not null,
    Round int not null,
    Status nvarchar(20) not null,
    Version int not null,
    Revision bigint not null,
    OpenedAt datetimeoffset(6) not null,
    ReplannedTo date null,
    SlotId uniqueidentifier null,
    ExpertId uniqueidentifier null,
    StartsAt datetimeoffset(6) null,
    EndsAt datetimeoffset(6) null,
    CalendarChanges int not null,
    NoShows int not null,
    HeldOn date null,
    Recommendation nvarchar(20) null,
    Maturity nvarchar(max) null,
    Strengths nvarchar(max) null,
    Gaps nvarchar(max) null,
    Advice nvarchar(max) null,
    PrivateNote nvarchar(max) null,
    ReplanTo date null,
    RedirectToCallId uniqueidentifier null,
    ConcludedAt datetimeoffset(6) null,
    Reply nvarchar(max) null,
    RepliedBy uniqueidentifier null,
    RepliedAt datetimeoffset(6) null,
    WaiverReason nvarchar(max) null,
    constraint PK_Interview primary key (Id),
    constraint FK_Interview_Dossier foreign key (DossierId) references DossierToInterview (Id),
    constraint CK_Interview_Status check (Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held', 'Concluded', 'Cancelled', 'Waived')),
    constraint CK_Interview_Counts check (Round >= 1 and Version >= 1 and Revision >= 1 and CalendarChanges >= 0 and NoShows >= 0),
    constraint CK_Interview_Booking check (
        (Status in ('Booked', 'Held', 'Concluded') and SlotId is not null and ExpertId is not null and StartsAt is not null and EndsAt is not null and StartsAt < EndsAt)
        or (Status not in ('Booked', 'Held', 'Concluded') and SlotId is null and ExpertId is null and StartsAt is null and EndsAt is null)),
    constraint CK_Interview_Held check (
        (Status in ('Held', 'Concluded') and HeldOn is not null)
        or (Status not in ('Held', 'Concluded') and HeldOn is null)),
    constraint CK_Interview_Concluded check (
        (Status = 'Concluded' and Recommendation is not null and Maturity is not null and Strengths is not null and Gaps is not null and Advice is not null and ConcludedAt is not null)
        or (Status <> 'Concluded' and Recommendation is null and Maturity is null and Strengths is null and Gaps is null and Advice is null and ConcludedAt is null and PrivateNote is null)),
    constraint CK_Interview_Recommendation check (Recommendation is null or Recommendation in ('Proceed', 'ProceedWithAdvice', 'Replan', 'Redirect')),
    constraint CK_Interview_Replan check (
        (Recommendation is not null and Recommendation = 'Replan' and ReplanTo is not null)
        or ((Recommendation is null or Recommendation <> 'Replan') and ReplanTo is null)),
    constraint CK_Interview_Redirect check (
        (Recommendation is not null and Recommendation = 'Redirect' and RedirectToCallId is not null)
        or ((Recommendation is null or Recommendation <> 'Redirect') and RedirectToCallId is null)),
    constraint CK_Interview_Reply check (
        (Reply is null and RepliedBy is null and RepliedAt is null)
        or (Status = 'Concluded' and Reply is not null and RepliedBy is not null and RepliedAt is not null)),
    constraint CK_Interview_Waived check (
        (Status = 'Waived' and WaiverReason is not null and WaiverReason <> '')
        or (Status <> 'Waived' and WaiverReason is null))
);

create unique index UX_Interview_Round on Interview (DossierId, Round);

create unique index UX_Interview_Open on Interview (DossierId) where Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held');

create unique index UX_Interview_Slot on Interview (SlotId) where SlotId is not null;

create table ProposedExpert (
    InterviewId uniqueidentifier not null,
    Place int not null,
    ExpertId uniqueidentifier not null,
    constraint PK_ProposedExpert primary key (InterviewId, ExpertId),
    constraint FK_ProposedExpert_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_ProposedExpert_Place check (Place between 1 and 5)
);

create index IX_ProposedExpert_Expert on ProposedExpert (ExpertId);

create table Slot (
    Id uniqueidentifier not null,
    ExpertId uniqueidentifier not null,
    StartsAt datetimeoffset(6) not null,
    EndsAt datetimeoffset(6) not null,
    OfferedAt datetimeoffset(6) not null,
    InterviewId uniqueidentifier null,
    constraint PK_Slot primary key (Id),
    constraint FK_Slot_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_Slot_Length check (datediff(second, StartsAt, EndsAt) between 600 and 14400)
);

create index IX_Slot_Expert on Slot (ExpertId, StartsAt);

create unique index UX_Slot_Interview on Slot (InterviewId) where InterviewId is not null;

create table InterviewHistory (
    InterviewId uniqueidentifier not null,
    Revision bigint not null,
    At datetimeoffset(6) not null,
    ByPersonId uniqueidentifier null,
    Action nvarchar(50) not null,
    Status nvarchar(20) not null,
    Version int not null,
    ExpertId uniqueidentifier null,
    StartsAt datetimeoffset(6) null,
    EndsAt datetimeoffset(6) null,
    CalendarChanges int not null,
    Note nvarchar(max) null,
    constraint PK_InterviewHistory primary key (InterviewId, Revision),
    constraint FK_InterviewHistory_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_InterviewHistory_Status check (Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held', 'Concluded', 'Cancelled', 'Waived'))
);

-- The one filter of who sees which interview, and as what. In a statement of its own, since a view has to begin its batch.
exec('
create view InterviewSeenBy as
    select i.Id as InterviewId, h.PersonId as PersonId, ''Holder'' as Standing
    from Interview i
    join DossierHolder h on h.DossierId = i.DossierId
    union all
    select i.Id, i.ExpertId, ''Interviewer''
    from Interview i
    where i.ExpertId is not null
    union all
    select p.InterviewId, p.ExpertId, ''Proposed''
    from ProposedExpert p
');
