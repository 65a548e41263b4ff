-- To which national or European plan a call was said to belong, and from which day on; empty for calls published before, until they change.
create table CallPlan (
    CallId uniqueidentifier not null,
    Sequence bigint not null,
    Code nvarchar(300) collate Latin1_General_BIN2 not null,
    FundingPlan nvarchar(300) collate Latin1_General_BIN2 null,
    HoldsFrom date not null,
    constraint PK_CallPlan primary key (CallId, Sequence)
);
