create table Access (
    PersonId text primary key,
    Roles text not null,
    Disabled integer not null constraint CK_Access_Disabled check (Disabled in (0, 1)),
    Sequence integer not null constraint CK_Access_Sequence check (Sequence >= 1)
);

create table EndedSession (
    SessionId text primary key,
    EndedAt text not null
);
create index IX_EndedSession_EndedAt on EndedSession (EndedAt);
