create table VocabularyValue (
    Id uniqueidentifier primary key,
    Vocabulary nvarchar(50) not null,
    Code nvarchar(100) not null,
    English nvarchar(200) not null,
    French nvarchar(200) not null,
    constraint CK_VocabularyValue_Vocabulary check (Vocabulary in ('sector', 'therapeutic-area', 'technology-axis', 'organisation-type', 'region', 'funding-body')),
    constraint CK_VocabularyValue_Named check (Code <> '' and English <> '' and French <> '')
);
create unique index UX_VocabularyValue_Code on VocabularyValue (Vocabulary, Code);

create table Programme (
    Id uniqueidentifier primary key,
    Code nvarchar(100) not null,
    Award nvarchar(50) not null,
    Version int not null,
    constraint CK_Programme_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator')),
    constraint CK_Programme_Version check (Version >= 1)
);
create unique index UX_Programme_Code on Programme (Code);

create table ProgrammeVersion (
    ProgrammeId uniqueidentifier not null references Programme (Id),
    Version int not null,
    PublishedAt datetimeoffset(6) not null,
    Settings nvarchar(max) not null,
    primary key (ProgrammeId, Version),
    constraint CK_ProgrammeVersion_Version check (Version >= 1)
);

create table Call (
    Id uniqueidentifier primary key,
    Revision bigint not null,
    Code nvarchar(100) not null,
    FundingBody nvarchar(100) not null,
    EnvelopeEur decimal(18,2) null,
    OpensAt datetimeoffset(6) not null,
    ClosesAt datetimeoffset(6) not null,
    TimeZone nvarchar(100) not null,
    CutOffs nvarchar(max) not null,
    AnnouncedOn date null,
    Themes nvarchar(max) not null,
    Rules nvarchar(max) not null,
    constraint CK_Call_Revision check (Revision >= 1),
    constraint CK_Call_Window check (OpensAt < ClosesAt),
    constraint CK_Call_Envelope check (EnvelopeEur is null or EnvelopeEur >= 0)
);
create unique index UX_Call_Code on Call (Code);

create table Dossier (
    Id uniqueidentifier primary key,
    Revision bigint not null,
    Status nvarchar(50) not null,
    HolderId uniqueidentifier not null,
    Version int not null,
    Reference nvarchar(20) null,
    Title nvarchar(300) null,
    Acronym nvarchar(30) null,
    ProgrammeId uniqueidentifier null references Programme (Id),
    CallId uniqueidentifier null references Call (Id),
    Content nvarchar(max) not null,
    ProgrammeVersion int null,
    DepositedFor uniqueidentifier null references Call (Id),
    StartedAt datetimeoffset(6) not null,
    ChangedAt datetimeoffset(6) not null,
    FirstSubmittedAt datetimeoffset(6) null,
    SubmittedAt datetimeoffset(6) null,
    Late bit not null,
    ConfirmationShownAt datetimeoffset(6) null,
    RefusalReasons nvarchar(max) null,
    CorrectionReason nvarchar(50) null,
    CorrectionText nvarchar(max) null,
    CorrectionDueOn date null,
    CorrectionVersion int null,
    WithdrawalReason nvarchar(max) null,
    DuplicateOf nvarchar(400) null,
    ReviewsBeganAt datetimeoffset(6) null,
    AdjournedAt datetimeoffset(6) null,
    DecisionOutcome nvarchar(50) null,
    DecisionVersion int null,
    DecidedAt datetimeoffset(6) null,
    DecisionSequence bigint not null,
    LabelId uniqueidentifier null,
    LabelNumber nvarchar(50) null,
    LabelRevokedAt datetimeoffset(6) null,
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
    DossierId uniqueidentifier not null references Dossier (Id),
    PersonId uniqueidentifier not null,
    primary key (DossierId, PersonId)
);
create index IX_DossierCoHolder_Person on DossierCoHolder (PersonId);

create table DossierVersion (
    DossierId uniqueidentifier not null references Dossier (Id),
    Version int not null,
    SubmittedAt datetimeoffset(6) not null,
    Late bit not null,
    Title nvarchar(300) not null,
    Acronym nvarchar(30) not null,
    ProgrammeId uniqueidentifier not null references Programme (Id),
    ProgrammeVersion int not null,
    CallId uniqueidentifier not null references Call (Id),
    Content nvarchar(max) not null,
    Sha256 nvarchar(64) not null,
    primary key (DossierId, Version),
    constraint CK_DossierVersion_Version check (Version >= 1),
    constraint CK_DossierVersion_Sha256 check (len(Sha256) = 64),
    constraint FK_DossierVersion_Programme foreign key (ProgrammeId, ProgrammeVersion) references ProgrammeVersion (ProgrammeId, Version)
);
create index IX_DossierVersion_Call on DossierVersion (CallId);

create table DossierHistory (
    DossierId uniqueidentifier not null references Dossier (Id),
    Revision bigint not null,
    At datetimeoffset(6) not null,
    Status nvarchar(50) not null,
    Action nvarchar(50) not null,
    Version int not null,
    OfficeOnly bit not null,
    primary key (DossierId, Revision),
    constraint CK_DossierHistory_Status check (Status in ('Draft', 'Submitted', 'CorrectionRequested', 'Admissible', 'Inadmissible', 'Withdrawn', 'Decided'))
);

create table ReferenceYear (
    ParisYear int primary key,
    LastNumber int not null,
    constraint CK_ReferenceYear_LastNumber check (LastNumber >= 1)
);

create table Person (
    Id uniqueidentifier primary key,
    Name nvarchar(max) not null,
    HeldRoles nvarchar(max) not null,
    Sequence bigint not null
);

create table KnownOrganisation (
    Id uniqueidentifier primary key,
    Name nvarchar(max) not null,
    Siren nvarchar(20) null,
    Type nvarchar(max) not null,
    Region nvarchar(max) null,
    Sequence bigint not null
);

create table PastDossier (
    Reference nvarchar(400) primary key,
    Title nvarchar(max) not null,
    RegisteredOn date not null,
    LeadOrganisation nvarchar(max) null,
    LeadSiren nvarchar(20) null,
    ImportedAt datetimeoffset(6) not null
);
