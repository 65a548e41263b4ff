-- The last word of the interview, as its event tells: whether the gate to expert review is open. No more of it is known here.
create table DossierInterview (
    DossierId uniqueidentifier not null primary key,
    LastWord nvarchar(50) not null,
    At datetimeoffset(6) not null,
    Sequence bigint not null,
    constraint CK_DossierInterview_LastWord check (LastWord in ('Proceed', 'ProceedWithAdvice', 'Replan', 'Redirect', 'Waived'))
);
