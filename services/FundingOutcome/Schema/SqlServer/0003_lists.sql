-- A list that a funding body published, as it was sent, and what its lines came to.
create table PublishedList (
    Id uniqueidentifier not null,
    FileName nvarchar(150) not null,
    FileDigest nvarchar(64) collate Latin1_General_BIN2 not null constraint CK_PublishedList_Digest check (len(FileDigest) = 64),
    FundingBody nvarchar(300) collate Latin1_General_BIN2 not null,
    CallCode nvarchar(300) collate Latin1_General_BIN2 null,
    UploadedAt datetimeoffset(6) not null,
    Header nvarchar(max) not null,
    Lines nvarchar(max) not null,
    Bad nvarchar(max) not null,
    Status nvarchar(20) not null constraint CK_PublishedList_Status check (Status in ('Mapping', 'Matched', 'Undone')),
    Revision bigint not null,
    constraint PK_PublishedList primary key (Id)
);
create unique index UX_PublishedList_Once on PublishedList (FileDigest, FundingBody) where Status <> 'Undone';

create table PublishedLine (
    ListId uniqueidentifier not null,
    Number int not null,
    Line nvarchar(max) not null,
    Standing nvarchar(20) not null constraint CK_PublishedLine_Standing check (
        Standing in ('Taken', 'Known', 'Doubtful', 'NotFound', 'Dismissed', 'Undone', 'Kept')),
    Candidates nvarchar(max) not null,
    DossierId uniqueidentifier null,
    ApplicationId uniqueidentifier null,
    ApplicationRevision bigint null,
    Filed bit not null,
    constraint PK_PublishedLine primary key (ListId, Number),
    constraint FK_PublishedLine_List foreign key (ListId) references PublishedList (Id)
);
create index IX_PublishedLine_Dossier on PublishedLine (DossierId);
