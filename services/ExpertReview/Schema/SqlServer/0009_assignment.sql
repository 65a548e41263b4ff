-- Proposals of who reviews what: the office changes one by hand until it sends or drops it.
create table AssignmentDraft
(
    Id uniqueidentifier not null,
    Status nvarchar(20) not null,
    MadeAt datetimeoffset(6) not null,
    ChangedAt datetimeoffset(6) not null,
    Content nvarchar(max) not null,
    Revision bigint not null,
    constraint PK_AssignmentDraft primary key (Id),
    constraint CK_AssignmentDraft_Status check (Status in ('Open', 'Sent', 'Dropped'))
);

-- One at a time.
create unique index UX_AssignmentDraft_Open on AssignmentDraft (Status) where Status = 'Open';
