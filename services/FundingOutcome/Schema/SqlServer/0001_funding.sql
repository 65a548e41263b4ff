create table Dossier (
    Id uniqueidentifier primary key,
    Reference nvarchar(50) collate Latin1_General_BIN2 not null,
    Origin nvarchar(20) not null constraint CK_Dossier_Origin check (Origin in ('Live', 'History')),
    Version int null,
    WithdrawnOn date null,
    InadmissibleOn date null,
    AdjournedOn date null,
    constraint CK_Dossier_Version check (
        (Origin = 'Live' and Version is not null and Version >= 1)
        or (Origin = 'History' and Version is null and WithdrawnOn is null and InadmissibleOn is null and AdjournedOn is null))
);
create unique index UX_Dossier_HistoryReference on Dossier (Reference) where Origin = 'History';
create index IX_Dossier_Reference on Dossier (Reference);

create table DossierVersion (
    DossierId uniqueidentifier not null constraint FK_DossierVersion_Dossier references Dossier (Id),
    Version int not null constraint CK_DossierVersion_Version check (Version >= 1),
    ProgrammeId uniqueidentifier not null,
    ProgrammeVersion int not null,
    Classification nvarchar(max) not null,
    constraint PK_DossierVersion primary key (DossierId, Version)
);

create table DossierHolder (
    DossierId uniqueidentifier not null constraint FK_DossierHolder_Dossier references Dossier (Id),
    PersonId uniqueidentifier not null,
    constraint PK_DossierHolder primary key (DossierId, PersonId)
);
create index IX_DossierHolder_Person on DossierHolder (PersonId);

create table Programme (
    Id uniqueidentifier not null,
    Version int not null constraint CK_Programme_Version check (Version >= 1),
    Code nvarchar(300) collate Latin1_General_BIN2 not null,
    Award nvarchar(20) not null constraint CK_Programme_Award check (Award in ('ProjectLabel', 'IdeaLabel', 'ProductLabel', 'Prize', 'Accelerator')),
    constraint PK_Programme primary key (Id, Version)
);

create table FundingCall (
    Id uniqueidentifier primary key,
    Code nvarchar(300) collate Latin1_General_BIN2 not null,
    FundingBody nvarchar(300) collate Latin1_General_BIN2 not null,
    AnnouncedOn date null,
    Sequence bigint not null
);

create table VocabularyValue (
    Vocabulary nvarchar(100) collate Latin1_General_BIN2 not null,
    Code nvarchar(300) collate Latin1_General_BIN2 not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);

create table Fact (
    Position bigint identity(1,1) primary key,
    DossierId uniqueidentifier not null constraint FK_Fact_Dossier references Dossier (Id),
    Subject nvarchar(100) collate Latin1_General_BIN2 not null constraint CK_Fact_Subject check (
        Subject in ('classification', 'decision', 'duplicate') or Subject like 'application/%'),
    Value nvarchar(max) null,
    HoldsFrom date not null,
    RecordedAt datetimeoffset(6) not null,
    Sequence bigint not null constraint CK_Fact_Sequence check (Sequence >= 0),
    constraint CK_Fact_Value check (Value is not null or Subject <> 'classification')
);
create index IX_Fact_Dossier on Fact (DossierId, Subject);

create table HistoryImport (
    Id uniqueidentifier primary key,
    At datetimeoffset(6) not null,
    Lines int not null,
    Imported int not null,
    Changed int not null,
    Unchanged int not null,
    BadLines int not null,
    constraint CK_HistoryImport_Counts check (Imported >= 0 and Changed >= 0 and Unchanged >= 0 and BadLines >= 0
        and Lines = Imported + Changed + Unchanged + BadLines)
);

create table HistoryDossier (
    DossierId uniqueidentifier primary key constraint FK_HistoryDossier_Dossier references Dossier (Id),
    Digest nvarchar(64) not null constraint CK_HistoryDossier_Digest check (len(Digest) = 64),
    Line nvarchar(max) not null,
    ImportId uniqueidentifier not null constraint FK_HistoryDossier_Import references HistoryImport (Id)
);

create table ImportTurn (
    Id int primary key constraint CK_ImportTurn_One check (Id = 1),
    Turn bigint not null
);
insert into ImportTurn (Id, Turn) values (1, 0);

create table FundingApplication (
    Id uniqueidentifier primary key,
    DossierId uniqueidentifier not null constraint FK_FundingApplication_Dossier references Dossier (Id),
    FundingBody nvarchar(300) collate Latin1_General_BIN2 not null constraint CK_FundingApplication_Body check (len(FundingBody) > 0),
    CallCode nvarchar(300) collate Latin1_General_BIN2 null,
    Stage nvarchar(20) not null constraint CK_FundingApplication_Stage check (Stage in ('PreProposal', 'Full', 'Appeal')),
    AmountRequestedEur decimal(18,2) null constraint CK_FundingApplication_Requested check (AmountRequestedEur >= 0),
    FiledOn date not null,
    Result nvarchar(20) not null constraint CK_FundingApplication_Result check (
        Result in ('Pending', 'Funded', 'ReserveList', 'Refused', 'Withdrawn', 'Unknown')),
    AmountGrantedEur decimal(18,2) null,
    ResultOn date null,
    Reason nvarchar(2000) null,
    HowKnown nvarchar(20) not null constraint CK_FundingApplication_HowKnown check (
        HowKnown in ('DeclaredByHolder', 'CheckedByOffice', 'ImportedFromBody')),
    Evidence nvarchar(2000) null,
    Revision bigint not null constraint CK_FundingApplication_Revision check (Revision >= 1),
    constraint CK_FundingApplication_Granted check (AmountGrantedEur is null or (Result = 'Funded' and AmountGrantedEur >= 0)),
    constraint CK_FundingApplication_Pending check (Result <> 'Pending' or (ResultOn is null and Reason is null)),
    constraint CK_FundingApplication_Days check (ResultOn is null or ResultOn >= FiledOn)
);
create index IX_FundingApplication_Dossier on FundingApplication (DossierId);

create table FundingApplicationHistory (
    ApplicationId uniqueidentifier not null constraint FK_FundingApplicationHistory_Application references FundingApplication (Id),
    Revision bigint not null,
    Result nvarchar(20) not null,
    AmountGrantedEur decimal(18,2) null,
    ResultOn date null,
    Reason nvarchar(2000) null,
    HowKnown nvarchar(20) not null,
    Evidence nvarchar(2000) null,
    RecordedAt datetimeoffset(6) not null,
    RecordedAs nvarchar(50) not null,
    constraint PK_FundingApplicationHistory primary key (ApplicationId, Revision)
);
