-- The days of a dossier's steps, and what it was before anything was decided, are facts too.
create table FactOfSteps (
    Position integer primary key autoincrement,
    DossierId text not null constraint FK_Fact_Dossier references Dossier (Id),
    Subject text not null constraint CK_Fact_Subject check (
        Subject in ('classification', 'deposit', 'decision', 'duplicate') or Subject like 'application/%' or Subject like 'step/%'),
    Value text,
    HoldsFrom text not null,
    RecordedAt text not null,
    Sequence integer not null constraint CK_Fact_Sequence check (Sequence >= 0),
    constraint CK_Fact_Value check (Value is not null or Subject not in ('classification', 'deposit'))
);
insert into FactOfSteps (Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
from Fact
order by Position;
drop table Fact;
alter table FactOfSteps rename to Fact;
create index IX_Fact_Dossier on Fact (DossierId, Subject);
-- Of what was heard before, the days are known, and the versions: the last one is told last.
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select V.DossierId, 'deposit',
    replace(replace(V.Classification,
        '"aimsAtProjectLabel":false', case when P.Award = 'ProjectLabel' then '"aimsAtProjectLabel":true' else '"aimsAtProjectLabel":false' end),
        '"programme":null', '"programme":"' || P.Code || '"'),
    V.Classification ->> 'registeredOn', (V.Classification ->> 'registeredOn') || 'T12:00:00.000000Z', V.Version
from DossierVersion V
join Programme P on P.Id = V.ProgrammeId and P.Version = V.ProgrammeVersion;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/withdrawn', '{"on":"' || WithdrawnOn || '"}', WithdrawnOn, WithdrawnOn || 'T12:00:00.000000Z', 0
from Dossier
where WithdrawnOn is not null;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/inadmissible', '{"on":"' || InadmissibleOn || '"}', InadmissibleOn, InadmissibleOn || 'T12:00:00.000000Z', 0
from Dossier
where InadmissibleOn is not null;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/adjourned', '{"on":"' || AdjournedOn || '"}', AdjournedOn, AdjournedOn || 'T12:00:00.000000Z', 0
from Dossier
where AdjournedOn is not null;
-- The events that told of them were not kept.
insert into OlderFact (Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
from Fact
where Subject = 'deposit' or Subject like 'step/%';
