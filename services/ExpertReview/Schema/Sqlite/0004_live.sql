-- The clock of an item: how long the holder is heard, or the item discussed. The last one set.
create table ItemTimer
(
    ItemId TEXT not null,
    Kind TEXT not null,
    EndsAt TEXT not null,
    constraint PK_ItemTimer primary key (ItemId),
    constraint FK_ItemTimer_Item foreign key (ItemId) references AgendaItem (Id),
    constraint CK_ItemTimer_Kind check (Kind in ('Hearing', 'Discussion'))
);

-- What was written into the minutes by hand, each time as it stood before and after: of an item, or of the whole session.
create table MinutesCorrection
(
    SessionId TEXT not null,
    Number INTEGER not null,
    ItemId TEXT null,
    TextBefore TEXT not null,
    TextAfter TEXT not null,
    CorrectedBy TEXT not null,
    At TEXT not null,
    constraint PK_MinutesCorrection primary key (SessionId, Number),
    constraint FK_MinutesCorrection_Session foreign key (SessionId) references Session (Id),
    constraint FK_MinutesCorrection_Item foreign key (ItemId) references AgendaItem (Id),
    constraint FK_MinutesCorrection_Person foreign key (CorrectedBy) references Person (Id)
);
