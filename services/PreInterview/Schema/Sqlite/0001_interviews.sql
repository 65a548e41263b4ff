create table Person (
    Id text not null,
    Name text not null,
    Roles text not null,
    Disabled integer not null,
    Sequence integer not null,
    constraint PK_Person primary key (Id),
    constraint CK_Person_Disabled check (Disabled in (0, 1))
);

create table PersonAffiliation (
    PersonId text not null,
    Place integer not null,
    OrganisationId text not null,
    Siren text null,
    GroupSiren text null,
    FromDay text not null,
    ToDay text null,
    constraint PK_PersonAffiliation primary key (PersonId, Place),
    constraint FK_PersonAffiliation_Person foreign key (PersonId) references Person (Id)
);

create index IX_PersonAffiliation_Siren on PersonAffiliation (Siren);

create table Programme (
    Id text not null,
    Version integer not null,
    InterviewRequired integer not null,
    Grid text not null,
    constraint PK_Programme primary key (Id, Version),
    constraint CK_Programme_InterviewRequired check (InterviewRequired in (0, 1))
);

create table FundingCall (
    Id text not null,
    Code text not null,
    FundingBody text not null,
    Sequence integer not null,
    constraint PK_FundingCall primary key (Id)
);

create table DossierToInterview (
    Id text not null,
    Version integer not null,
    Reference text not null,
    Title text not null,
    Acronym text not null,
    Summary text not null,
    Digital integer not null,
    ProgrammeId text not null,
    ProgrammeVersion integer not null,
    CallId text not null,
    Consortium text not null,
    ChallengedPersonIds text not null,
    AdmittedVersion integer null,
    AdmittedSequence integer not null,
    RefusedSequence integer not null,
    CorrectionSequence integer not null,
    Withdrawn integer not null,
    ReviewBegun integer not null,
    constraint PK_DossierToInterview primary key (Id),
    constraint CK_DossierToInterview_Version check (Version >= 1),
    constraint CK_DossierToInterview_Admitted check ((AdmittedVersion is null and AdmittedSequence = 0) or (AdmittedVersion is not null and AdmittedVersion >= 1 and AdmittedSequence >= 1)),
    constraint CK_DossierToInterview_Flags check (Digital in (0, 1) and Withdrawn in (0, 1) and ReviewBegun in (0, 1))
);

create table DossierHolder (
    DossierId text not null,
    PersonId text not null,
    constraint PK_DossierHolder primary key (DossierId, PersonId),
    constraint FK_DossierHolder_Dossier foreign key (DossierId) references DossierToInterview (Id)
);

create index IX_DossierHolder_Person on DossierHolder (PersonId);

create table ExpertDiary (
    ExpertId text not null,
    Changes integer not null,
    constraint PK_ExpertDiary primary key (ExpertId)
);

create table Interview (
    Id text not null,
    DossierId text not null,
    Round integer not null,
    Status text not null,
    Version integer not null,
    Revision integer not null,
    OpenedAt text not null,
    ReplannedTo text null,
    SlotId text null,
    ExpertId text null,
    StartsAt text null,
    EndsAt text null,
    CalendarChanges integer not null,
    NoShows integer not null,
    HeldOn text null,
    Recommendation text null,
    Maturity text null,
    Strengths text null,
    Gaps text null,
    Advice text null,
    PrivateNote text null,
    ReplanTo text null,
    RedirectToCallId text null,
    ConcludedAt text null,
    Reply text null,
    RepliedBy text null,
    RepliedAt text null,
    WaiverReason text null,
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
    InterviewId text not null,
    Place integer not null,
    ExpertId text not null,
    constraint PK_ProposedExpert primary key (InterviewId, ExpertId),
    constraint FK_ProposedExpert_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_ProposedExpert_Place check (Place between 1 and 5)
);

create index IX_ProposedExpert_Expert on ProposedExpert (ExpertId);

create table Slot (
    Id text not null,
    ExpertId text not null,
    StartsAt text not null,
    EndsAt text not null,
    OfferedAt text not null,
    InterviewId text null,
    constraint PK_Slot primary key (Id),
    constraint FK_Slot_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_Slot_Length check (unixepoch(EndsAt) - unixepoch(StartsAt) between 600 and 14400)
);

create index IX_Slot_Expert on Slot (ExpertId, StartsAt);

create unique index UX_Slot_Interview on Slot (InterviewId) where InterviewId is not null;

create table InterviewHistory (
    InterviewId text not null,
    Revision integer not null,
    At text not null,
    ByPersonId text null,
    Action text not null,
    Status text not null,
    Version integer not null,
    ExpertId text null,
    StartsAt text null,
    EndsAt text null,
    CalendarChanges integer not null,
    Note text null,
    constraint PK_InterviewHistory primary key (InterviewId, Revision),
    constraint FK_InterviewHistory_Interview foreign key (InterviewId) references Interview (Id),
    constraint CK_InterviewHistory_Status check (Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held', 'Concluded', 'Cancelled', 'Waived'))
);

-- The one filter of who sees which interview, and as what.
create view InterviewSeenBy as
    select i.Id as InterviewId, h.PersonId as PersonId, 'Holder' as Standing
    from Interview i
    join DossierHolder h on h.DossierId = i.DossierId
    union all
    select i.Id, i.ExpertId, 'Interviewer'
    from Interview i
    where i.ExpertId is not null
    union all
    select p.InterviewId, p.ExpertId, 'Proposed'
    from ProposedExpert p;
