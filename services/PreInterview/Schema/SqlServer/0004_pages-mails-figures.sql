-- Where mail goes, and in which language; empty until Accounts says so again.
alter table Person add Email nvarchar(254) null;
alter table Person add Language nvarchar(2) null constraint CK_Person_Language check (Language in ('fr', 'en'));

-- To what day a dossier can be replanned, and to which call redirected. Empty for calls heard of before.
alter table FundingCall add ClosesAt datetimeoffset(6) null;
alter table FundingCall add CutOffs nvarchar(max) null;

-- What a dossier is about, and the decision released last.
alter table DossierToInterview add Sectors nvarchar(max) null;
alter table DossierToInterview add TherapeuticAreas nvarchar(max) null;
alter table DossierToInterview add TechnologyAxes nvarchar(max) null;
alter table DossierToInterview add Decision nvarchar(30) null constraint CK_DossierToInterview_Decision check (Decision in ('Labelled', 'LabelledWithReservations', 'Refused', 'SupportLetter'));
alter table DossierToInterview add DecisionSequence bigint not null constraint DF_DossierToInterview_DecisionSequence default 0;

-- What an expert is suited for, as the pool says.
create table ExpertProfile (
    PersonId uniqueidentifier not null,
    Sectors nvarchar(max) not null,
    TherapeuticAreas nvarchar(max) not null,
    TechnologyAxes nvarchar(max) not null,
    Keywords nvarchar(max) not null,
    Digital bit not null,
    Absences nvarchar(max) not null,
    Sequence bigint not null,
    constraint PK_ExpertProfile primary key (PersonId)
);

-- A conclusion that is being written: its author's alone, gone once it is concluded.
create table ConclusionDraft (
    InterviewId uniqueidentifier not null,
    PersonId uniqueidentifier not null,
    Typed nvarchar(max) not null,
    SavedAt datetimeoffset(6) not null,
    constraint PK_ConclusionDraft primary key (InterviewId, PersonId),
    constraint FK_ConclusionDraft_Interview foreign key (InterviewId) references Interview (Id)
);

-- The private address of a person's calendar: what is kept is the digest of its secret.
create table CalendarFeed (
    PersonId uniqueidentifier not null,
    SecretDigest nvarchar(64) not null,
    GivenAt datetimeoffset(6) not null,
    constraint PK_CalendarFeed primary key (PersonId),
    constraint UQ_CalendarFeed_SecretDigest unique (SecretDigest)
);

create index IX_Interview_StartsAt on Interview (StartsAt);
