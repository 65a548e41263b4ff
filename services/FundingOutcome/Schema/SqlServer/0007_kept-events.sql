-- What the facts can be made again from: the events that told of live dossiers, and every line a history file ever gave of one.
create table KeptEvent (
    Position bigint identity(1,1) primary key,
    DossierId uniqueidentifier not null constraint FK_KeptEvent_Dossier references Dossier (Id),
    Kind nvarchar(100) collate Latin1_General_BIN2 not null,
    Body nvarchar(max) not null
);
create index IX_KeptEvent_Dossier on KeptEvent (DossierId);

create table HistoryLineBefore (
    Position bigint identity(1,1) primary key,
    DossierId uniqueidentifier not null constraint FK_HistoryLineBefore_Dossier references Dossier (Id),
    Line nvarchar(max) not null,
    ImportId uniqueidentifier not null constraint FK_HistoryLineBefore_Import references HistoryImport (Id)
);
create index IX_HistoryLineBefore_Dossier on HistoryLineBefore (DossierId);

-- Facts from before either was kept cannot be made again: they are kept themselves.
create table OlderFact (
    Position bigint primary key,
    DossierId uniqueidentifier not null constraint FK_OlderFact_Dossier references Dossier (Id),
    Subject nvarchar(100) collate Latin1_General_BIN2 not null,
    Value nvarchar(max) null,
    HoldsFrom date not null,
    RecordedAt datetimeoffset(6) not null,
    Sequence bigint not null
);
create index IX_OlderFact_Dossier on OlderFact (DossierId);
insert into OlderFact (Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select F.Position, F.DossierId, F.Subject, F.Value, F.HoldsFrom, F.RecordedAt, F.Sequence
from Fact F
join Dossier D on D.Id = F.DossierId
where D.Origin = 'Live'
  or (F.Subject like 'application/%' and F.Subject <> concat('application/', lower(convert(nvarchar(36), D.Id))))
  or exists (
    select 1
    from HistoryDossier H
    join HistoryImport I on I.Id = H.ImportId
    join Fact E on E.DossierId = H.DossierId
    where H.DossierId = D.Id and E.RecordedAt < I.At)
order by F.Position;
