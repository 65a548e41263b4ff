create table Access (
    PersonId uniqueidentifier primary key,
    Roles nvarchar(200) not null,
    Disabled bit not null,
    Sequence bigint not null constraint CK_Access_Sequence check (Sequence >= 1)
);

create table EndedSession (
    SessionId uniqueidentifier primary key,
    EndedAt datetimeoffset(6) not null
);
create index IX_EndedSession_EndedAt on EndedSession (EndedAt);
