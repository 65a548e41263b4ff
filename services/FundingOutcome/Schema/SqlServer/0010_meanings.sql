-- A value of history files that no vocabulary knows, and the one that somebody said it means. A line is kept as the file gave it where
-- it is read otherwise, so that what was said can be taken back.
create table ValueMeaning (
    Id uniqueidentifier primary key,
    Vocabulary nvarchar(50) collate Latin1_General_BIN2 not null,
    Value nvarchar(300) collate Latin1_General_BIN2 not null,
    Means nvarchar(300) collate Latin1_General_BIN2 not null,
    SaidAt datetimeoffset(6) not null,
    UndoneAt datetimeoffset(6) null,
    constraint CK_ValueMeaning_Means check (Means <> Value)
);
create unique index UX_ValueMeaning_InForce on ValueMeaning (Vocabulary, Value) where UndoneAt is null;
alter table HistoryDossier add Given nvarchar(max) null;
