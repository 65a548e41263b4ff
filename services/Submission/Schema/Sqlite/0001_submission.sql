-- collate nocase: SQL Server's collation holds codes in other letters for the same code.
create table VocabularyValue (
    Id text primary key,
    Vocabulary text not null,
    Code text not null,
    English text not null,
    French text not null,
    constraint CK_VocabularyValue_Vocabulary check (Vocabulary in ('sector', 'therapeutic-area', 'technology-axis', 'organisation-type', 'region', 'funding-body')),
    constraint CK_VocabularyValue_Named check (Code <> '' and English <> '' and French <> '')
);
create unique index UX_VocabularyValue_Code on VocabularyValue (Vocabulary, Code collate nocase);

create table Programme (
    Id text primary key,
    Code text not null,
    Award text not null,
    Version integer not null,
    constraint CK_Programme_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator')),
    constraint CK_Programme_Version check (Version >= 1)
);
create unique index UX_Programme_Code on Programme (Code collate nocase);

create table ProgrammeVersion (
    ProgrammeId text not null references Programme (Id),
    Version integer not null,
    PublishedAt text not null,
    Settings text not null,
    primary key (ProgrammeId, Version),
    constraint CK_ProgrammeVersion_Version check (Version >= 1)
);

create table Call (
    Id text primary key,
    Revision integer not null,
    Code text not null,
    FundingBody text not null,
    EnvelopeEur numeric,
    OpensAt text not null,
    ClosesAt text not null,
    TimeZone text not null,
    CutOffs text not null,
    AnnouncedOn text,
    Themes text not null,
    Rules text not null,
    constraint CK_Call_Revision check (Revision >= 1),
    constraint CK_Call_Window check (OpensAt < ClosesAt),
    constraint CK_Call_Envelope check (EnvelopeEur is null or EnvelopeEur >= 0)
);
create unique index UX_Call_Code on Call (Code collate nocase);

create table Dossier (
    Id text primary key,
    Revision integer not null,
    Status text not null,
    HolderId text not null,
    Version integer not null,
    Reference text,
    Title text,
    Acronym text,
    ProgrammeId text references Programme (Id),
    CallId text references Call (Id),
    Content text not null,
    ProgrammeVersion integer,
    DepositedFor text references Call (Id),
    StartedAt text not null,
    ChangedAt text not null,
    FirstSubmittedAt text,
    SubmittedAt text,
    Late integer not null,
    ConfirmationShownAt text,
    RefusalReasons text,
    CorrectionReason text,
    CorrectionText text,
    CorrectionDueOn text,
    CorrectionVersion integer,
    WithdrawalReason text,
    DuplicateOf text,
    ReviewsBeganAt text,
    AdjournedAt text,
    DecisionOutcome text,
    DecisionVersion integer,
    DecidedAt text,
    DecisionSequence integer not null,
    LabelId text,
    LabelNumber text,
    LabelRevokedAt text,
    constraint CK_Dossier_Revision check (Revision >= 1),
    constraint CK_Dossier_Status check (Status in ('Draft', 'Submitted', 'CorrectionRequested', 'Admissible', 'Inadmissible', 'Withdrawn', 'Decided')),
    constraint CK_Dossier_DraftHasNoVersion check (Version >= 0 and (Status <> 'Draft' or Version = 0)),
    constraint CK_Dossier_DepositedHasVersion check (Status in ('Draft', 'Withdrawn') or Version >= 1),
    constraint CK_Dossier_DepositIsWhole check (
        (Version = 0 and Reference is null and FirstSubmittedAt is null and SubmittedAt is null and ProgrammeVersion is null and DepositedFor is null and Late = 0)
        or (Version >= 1 and Reference is not null and FirstSubmittedAt is not null and SubmittedAt is not null and ProgrammeVersion is not null
            and DepositedFor is not null and ProgrammeId is not null)),
    constraint CK_Dossier_RefusalHasReasons check (
        (Status = 'Inadmissible' and RefusalReasons is not null and RefusalReasons not in ('', '[]')) or (Status <> 'Inadmissible' and RefusalReasons is null)),
    constraint CK_Dossier_Correction check (
        (Status = 'CorrectionRequested' and CorrectionReason in ('Incomplete', 'Incorrect', 'Outdated') and CorrectionText <> ''
            and CorrectionText is not null and CorrectionReason is not null and CorrectionDueOn is not null and CorrectionVersion = Version and CorrectionVersion is not null)
        or (Status <> 'CorrectionRequested' and CorrectionReason is null and CorrectionText is null and CorrectionDueOn is null and CorrectionVersion is null)),
    constraint CK_Dossier_WithdrawalHasReason check (
        (Status = 'Withdrawn' and WithdrawalReason is not null and WithdrawalReason <> '') or (Status <> 'Withdrawn' and WithdrawalReason is null)),
    constraint CK_Dossier_ConfirmationIsForWriting check (ConfirmationShownAt is null or Status in ('Draft', 'CorrectionRequested')),
    constraint CK_Dossier_DuplicateIsOfAnother check (DuplicateOf is null or (Version >= 1 and DuplicateOf <> Reference)),
    constraint CK_Dossier_Decision check (
        (DecisionOutcome is null and DecisionVersion is null and DecidedAt is null and Status <> 'Decided')
        or (DecisionOutcome is not null and DecisionOutcome in ('Labelled', 'LabelledWithReservations', 'Refused', 'SupportLetter')
            and DecisionVersion is not null and DecisionVersion between 1 and Version and DecidedAt is not null and Status in ('Decided', 'Withdrawn'))),
    constraint CK_Dossier_Label check (
        (DecisionOutcome is not null and DecisionOutcome in ('Labelled', 'LabelledWithReservations') and LabelId is not null and LabelNumber is not null)
        or ((DecisionOutcome is null or DecisionOutcome in ('Refused', 'SupportLetter')) and LabelId is null and LabelNumber is null and LabelRevokedAt is null))
);
create unique index UX_Dossier_Reference on Dossier (Reference) where Reference is not null;
create index IX_Dossier_Holder on Dossier (HolderId);
create index IX_Dossier_StartedAt on Dossier (StartedAt);

create table DossierCoHolder (
    DossierId text not null references Dossier (Id),
    PersonId text not null,
    primary key (DossierId, PersonId)
);
create index IX_DossierCoHolder_Person on DossierCoHolder (PersonId);

create table DossierVersion (
    DossierId text not null references Dossier (Id),
    Version integer not null,
    SubmittedAt text not null,
    Late integer not null,
    Title text not null,
    Acronym text not null,
    ProgrammeId text not null references Programme (Id),
    ProgrammeVersion integer not null,
    CallId text not null references Call (Id),
    Content text not null,
    Sha256 text not null,
    primary key (DossierId, Version),
    constraint CK_DossierVersion_Version check (Version >= 1),
    constraint CK_DossierVersion_Sha256 check (length(Sha256) = 64),
    constraint FK_DossierVersion_Programme foreign key (ProgrammeId, ProgrammeVersion) references ProgrammeVersion (ProgrammeId, Version)
);
create index IX_DossierVersion_Call on DossierVersion (CallId);

create table DossierHistory (
    DossierId text not null references Dossier (Id),
    Revision integer not null,
    At text not null,
    Status text not null,
    Action text not null,
    Version integer not null,
    OfficeOnly integer not null,
    primary key (DossierId, Revision),
    constraint CK_DossierHistory_Status check (Status in ('Draft', 'Submitted', 'CorrectionRequested', 'Admissible', 'Inadmissible', 'Withdrawn', 'Decided'))
);

create table ReferenceYear (
    ParisYear integer primary key,
    LastNumber integer not null,
    constraint CK_ReferenceYear_LastNumber check (LastNumber >= 1)
);

create table Person (
    Id text primary key,
    Name text not null,
    HeldRoles text not null,
    Sequence integer not null
);

create table KnownOrganisation (
    Id text primary key,
    Name text not null,
    Siren text,
    Type text not null,
    Region text,
    Sequence integer not null
);

create table PastDossier (
    Reference text collate nocase primary key,
    Title text not null,
    RegisteredOn text not null,
    LeadOrganisation text,
    LeadSiren text,
    ImportedAt text not null
);
