-- A value of history files that no vocabulary knows, and the one that somebody said it means. A line is kept as the file gave it where
-- it is read otherwise, so that what was said can be taken back.
create table ValueMeaning (
    Id text primary key,
    Vocabulary text not null,
    Value text not null,
    Means text not null,
    SaidAt text not null,
    UndoneAt text,
    constraint CK_ValueMeaning_Means check (Means <> Value)
);
create unique index UX_ValueMeaning_InForce on ValueMeaning (Vocabulary, Value) where UndoneAt is null;
alter table HistoryDossier add Given text null;
