-- The days of a dossier's steps, and what it was before anything was decided, are facts too.
alter table Fact drop constraint CK_Fact_Subject;
alter table Fact add constraint CK_Fact_Subject check (
    Subject in ('classification', 'deposit', 'decision', 'duplicate') or Subject like 'application/%' or Subject like 'step/%');
alter table Fact drop constraint CK_Fact_Value;
alter table Fact add constraint CK_Fact_Value check (Value is not null or Subject not in ('classification', 'deposit'));
-- Of what was heard before, the days are known, and the versions: the last one is told last.
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select V.DossierId, 'deposit',
    replace(replace(V.Classification,
        '"aimsAtProjectLabel":false', case when P.Award = 'ProjectLabel' then '"aimsAtProjectLabel":true' else '"aimsAtProjectLabel":false' end),
        '"programme":null', concat('"programme":"', P.Code, '"')),
    convert(date, json_value(V.Classification, '$.registeredOn')),
    convert(datetimeoffset(6), concat(json_value(V.Classification, '$.registeredOn'), 'T12:00:00+00:00')), V.Version
from DossierVersion V
join Programme P on P.Id = V.ProgrammeId and P.Version = V.ProgrammeVersion;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/withdrawn', concat('{"on":"', convert(nvarchar(10), WithdrawnOn, 23), '"}'), WithdrawnOn,
    convert(datetimeoffset(6), concat(convert(nvarchar(10), WithdrawnOn, 23), 'T12:00:00+00:00')), 0
from Dossier
where WithdrawnOn is not null;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/inadmissible', concat('{"on":"', convert(nvarchar(10), InadmissibleOn, 23), '"}'), InadmissibleOn,
    convert(datetimeoffset(6), concat(convert(nvarchar(10), InadmissibleOn, 23), 'T12:00:00+00:00')), 0
from Dossier
where InadmissibleOn is not null;
insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Id, 'step/adjourned', concat('{"on":"', convert(nvarchar(10), AdjournedOn, 23), '"}'), AdjournedOn,
    convert(datetimeoffset(6), concat(convert(nvarchar(10), AdjournedOn, 23), 'T12:00:00+00:00')), 0
from Dossier
where AdjournedOn is not null;
-- The events that told of them were not kept.
insert into OlderFact (Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence)
select Position, DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence
from Fact
where Subject = 'deposit' or Subject like 'step/%';
