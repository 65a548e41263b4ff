-- A list that a funding body published, as it was sent, and what its lines came to.
create table PublishedList (
    Id text not null,
    FileName text not null,
    FileDigest text not null constraint CK_PublishedList_Digest check (length(FileDigest) = 64),
    FundingBody text not null,
    CallCode text null,
    UploadedAt text not null,
    Header text not null,
    Lines text not null,
    Bad text not null,
    Status text not null constraint CK_PublishedList_Status check (Status in ('Mapping', 'Matched', 'Undone')),
    Revision integer not null,
    constraint PK_PublishedList primary key (Id)
);
create unique index UX_PublishedList_Once on PublishedList (FileDigest, FundingBody) where Status <> 'Undone';

create table PublishedLine (
    ListId text not null,
    Number integer not null,
    Line text not null,
    Standing text not null constraint CK_PublishedLine_Standing check (
        Standing in ('Taken', 'Known', 'Doubtful', 'NotFound', 'Dismissed', 'Undone', 'Kept')),
    Candidates text not null,
    DossierId text null,
    ApplicationId text null,
    ApplicationRevision integer null,
    Filed integer not null,
    constraint PK_PublishedLine primary key (ListId, Number),
    constraint FK_PublishedLine_List foreign key (ListId) references PublishedList (Id)
);
create index IX_PublishedLine_Dossier on PublishedLine (DossierId);
