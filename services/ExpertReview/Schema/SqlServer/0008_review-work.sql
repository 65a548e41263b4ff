-- The address in an invitation's mail at which it is declined without signing in, once. Only the digest of its code is kept.
create table DeclineCode
(
    InvitationId uniqueidentifier not null,
    Digest nvarchar(64) not null,
    GivenAt datetimeoffset(6) not null,
    constraint PK_DeclineCode primary key (InvitationId),
    constraint UQ_DeclineCode_Digest unique (Digest),
    constraint FK_DeclineCode_Invitation foreign key (InvitationId) references Invitation (Id)
);

-- The log of reminders, as the office sees it: Days before (-) or after the due date of then. Mailed: 0 where no address is known.
create table ReviewReminder
(
    InvitationId uniqueidentifier not null,
    DueOn date not null,
    Days int not null,
    At datetimeoffset(6) not null,
    Mailed bit not null,
    constraint PK_ReviewReminder primary key (InvitationId, DueOn, Days),
    constraint FK_ReviewReminder_Invitation foreign key (InvitationId) references Invitation (Id),
    constraint CK_ReviewReminder_Days check (Days in (-3, -1, 1)),
    constraint CK_ReviewReminder_Mailed check (Mailed in (0, 1))
);
