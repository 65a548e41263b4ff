-- The last word of the interview, as its event tells: whether the gate to expert review is open. No more of it is known here.
create table DossierInterview (
    DossierId text not null primary key,
    LastWord text not null,
    At text not null,
    Sequence integer not null,
    constraint CK_DossierInterview_LastWord check (LastWord in ('Proceed', 'ProceedWithAdvice', 'Replan', 'Redirect', 'Waived'))
);
