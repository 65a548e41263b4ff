-- Where mail goes, and in which language; empty until Accounts says so again.
alter table Person add Email text null;
alter table Person add Language text null constraint CK_Person_Language check (Language in ('fr', 'en'));

-- To what day a dossier can be replanned, and to which call redirected. Empty for calls heard of before.
alter table FundingCall add ClosesAt text null;
alter table FundingCall add CutOffs text null;

-- What a dossier is about, and the decision released last.
alter table DossierToInterview add Sectors text null;
alter table DossierToInterview add TherapeuticAreas text null;
alter table DossierToInterview add TechnologyAxes text null;
alter table DossierToInterview add Decision text null constraint CK_DossierToInterview_Decision check (Decision in ('Labelled', 'LabelledWithReservations', 'Refused', 'SupportLetter'));
alter table DossierToInterview add DecisionSequence integer not null constraint DF_DossierToInterview_DecisionSequence default 0;

-- What an expert is suited for, as the pool says.
create table ExpertProfile (
    PersonId text not null,
    Sectors text not null,
    TherapeuticAreas text not null,
    TechnologyAxes text not null,
    Keywords text not null,
    Digital integer not null,
    Absences text not null,
    Sequence integer not null,
    constraint PK_ExpertProfile primary key (PersonId)
);

-- A conclusion that is being written: its author's alone, gone once it is concluded.
create table ConclusionDraft (
    InterviewId text not null,
    PersonId text not null,
    Typed text not null,
    SavedAt text not null,
    constraint PK_ConclusionDraft primary key (InterviewId, PersonId),
    constraint FK_ConclusionDraft_Interview foreign key (InterviewId) references Interview (Id)
);

-- The private address of a person's calendar: what is kept is the digest of its secret.
create table CalendarFeed (
    PersonId text not null,
    SecretDigest text not null,
    GivenAt text not null,
    constraint PK_CalendarFeed primary key (PersonId),
    constraint UQ_CalendarFeed_SecretDigest unique (SecretDigest)
);

create index IX_Interview_StartsAt on Interview (StartsAt);
