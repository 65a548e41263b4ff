create table Dossier (
    Id text primary key,
    Reference text not null,
    Origin text not null constraint CK_Dossier_Origin check (Origin in ('Live', 'History')),
    Version integer,
    WithdrawnOn text,
    InadmissibleOn text,
    AdjournedOn text,
    constraint CK_Dossier_Version check (
        (Origin = 'Live' and Version is not null and Version >= 1)
        or (Origin = 'History' and Version is null and WithdrawnOn is null and InadmissibleOn is null and AdjournedOn is null))
);
create unique index UX_Dossier_HistoryReference on Dossier (Reference) where Origin = 'History';
create index IX_Dossier_Reference on Dossier (Reference);

create table DossierVersion (
    DossierId text not null constraint FK_DossierVersion_Dossier references Dossier (Id),
    Version integer not null constraint CK_DossierVersion_Version check (Version >= 1),
    ProgrammeId text not null,
    ProgrammeVersion integer not null,
    Classification text not null,
    constraint PK_DossierVersion primary key (DossierId, Version)
);

create table DossierHolder (
    DossierId text not null constraint FK_DossierHolder_Dossier references Dossier (Id),
    PersonId text not null,
    constraint PK_DossierHolder primary key (DossierId, PersonId)
);
create index IX_DossierHolder_Person on DossierHolder (PersonId);

create table Programme (
    Id text not null,
    Version integer not null constraint CK_Programme_Version check (Version >= 1),
    Code text not null,
    Award text not null constraint CK_Programme_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator')),
    constraint PK_Programme primary key (Id, Version)
);

create table FundingCall (
    Id text primary key,
    Code text not null,
    FundingBody text not null,
    AnnouncedOn text,
    Sequence integer not null
);

create table VocabularyValue (
    Vocabulary text not null,
    Code text not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);

create table Fact (
    Position integer primary key autoincrement,
    DossierId text not null constraint FK_Fact_Dossier references Dossier (Id),
    Subject text not null constraint CK_Fact_Subject check (
        Subject in ('classification', 'decision', 'duplicate') or Subject like 'application/%'),
    Value text,
    HoldsFrom text not null,
    RecordedAt text not null,
    Sequence integer not null constraint CK_Fact_Sequence check (Sequence >= 0),
    constraint CK_Fact_Value check (Value is not null or Subject <> 'classification')
);
create index IX_Fact_Dossier on Fact (DossierId, Subject);

create table HistoryImport (
    Id text primary key,
    At text not null,
    Lines integer not null,
    Imported integer not null,
    Changed integer not null,
    Unchanged integer not null,
    BadLines integer not null,
    constraint CK_HistoryImport_Counts check (Imported >= 0 and Changed >= 0 and Unchanged >= 0 and BadLines >= 0
        and Lines = Imported + Changed + Unchanged + BadLines)
);

create table HistoryDossier (
    DossierId text primary key constraint FK_HistoryDossier_Dossier references Dossier (Id),
    Digest text not null constraint CK_HistoryDossier_Digest check (length(Digest) = 64),
    Line text not null,
    ImportId text not null constraint FK_HistoryDossier_Import references HistoryImport (Id)
);

create table ImportTurn (
    Id integer primary key constraint CK_ImportTurn_One check (Id = 1),
    Turn integer not null
);
insert into ImportTurn (Id, Turn) values (1, 0);

create table FundingApplication (
    Id text primary key,
    DossierId text not null constraint FK_FundingApplication_Dossier references Dossier (Id),
    FundingBody text not null constraint CK_FundingApplication_Body check (length(FundingBody) > 0),
    CallCode text,
    Stage text not null constraint CK_FundingApplication_Stage check (Stage in ('PreProposal', 'Full', 'Appeal')),
    AmountRequestedEur numeric constraint CK_FundingApplication_Requested check (AmountRequestedEur >= 0),
    FiledOn text not null,
    Result text not null constraint CK_FundingApplication_Result check (
        Result in ('Pending', 'Funded', 'ReserveList', 'Refused', 'Withdrawn', 'Unknown')),
    AmountGrantedEur numeric,
    ResultOn text,
    Reason text,
    HowKnown text not null constraint CK_FundingApplication_HowKnown check (
        HowKnown in ('DeclaredByHolder', 'CheckedByOffice', 'ImportedFromBody')),
    Evidence text,
    Revision integer not null constraint CK_FundingApplication_Revision check (Revision >= 1),
    constraint CK_FundingApplication_Granted check (AmountGrantedEur is null or (Result = 'Funded' and AmountGrantedEur >= 0)),
    constraint CK_FundingApplication_Pending check (Result <> 'Pending' or (ResultOn is null and Reason is null)),
    constraint CK_FundingApplication_Days check (ResultOn is null or ResultOn >= FiledOn)
);
create index IX_FundingApplication_Dossier on FundingApplication (DossierId);

create table FundingApplicationHistory (
    ApplicationId text not null constraint FK_FundingApplicationHistory_Application references FundingApplication (Id),
    Revision integer not null,
    Result text not null,
    AmountGrantedEur numeric,
    ResultOn text,
    Reason text,
    HowKnown text not null,
    Evidence text,
    RecordedAt text not null,
    RecordedAs text not null,
    constraint PK_FundingApplicationHistory primary key (ApplicationId, Revision)
);
