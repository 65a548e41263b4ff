-- A holder asks that a released decision be taken again: once for a dossier.
create table Reconsideration
(
    Id uniqueidentifier not null,
    DossierId uniqueidentifier not null,
    ItemId uniqueidentifier not null,
    AskedBy uniqueidentifier not null,
    AskedAt datetimeoffset(6) not null,
    Reason nvarchar(max) not null,
    Status nvarchar(40) not null,
    AnsweredBy uniqueidentifier null,
    AnsweredAt datetimeoffset(6) null,
    Answer nvarchar(max) null,
    Revision bigint not null,
    constraint PK_Reconsideration primary key (Id),
    constraint UQ_Reconsideration_Dossier unique (DossierId),
    constraint FK_Reconsideration_Dossier foreign key (DossierId) references Dossier (Id),
    constraint FK_Reconsideration_Item foreign key (ItemId) references AgendaItem (Id),
    constraint FK_Reconsideration_Person foreign key (AskedBy) references Person (Id),
    constraint CK_Reconsideration_Status check (Status in ('Asked', 'Admitted', 'Declined')),
    constraint CK_Reconsideration_Reason check (ltrim(Reason) <> ''),
    constraint CK_Reconsideration_Answered check ((Status = 'Asked' and AnsweredBy is null and AnsweredAt is null) or (Status <> 'Asked' and AnsweredBy is not null and AnsweredAt is not null)),
    constraint CK_Reconsideration_Declined check (Status <> 'Declined' or (Answer is not null and ltrim(Answer) <> ''))
);
create index IX_Reconsideration_Item on Reconsideration (ItemId);
