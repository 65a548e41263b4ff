-- Proposals of who reviews what: the office changes one by hand until it sends or drops it.
create table AssignmentDraft
(
    Id TEXT not null,
    Status TEXT not null,
    MadeAt TEXT not null,
    ChangedAt TEXT not null,
    Content TEXT not null,
    Revision INTEGER not null,
    constraint PK_AssignmentDraft primary key (Id),
    constraint CK_AssignmentDraft_Status check (Status in ('Open', 'Sent', 'Dropped'))
);

-- One at a time.
create unique index UX_AssignmentDraft_Open on AssignmentDraft (Status) where Status = 'Open';
