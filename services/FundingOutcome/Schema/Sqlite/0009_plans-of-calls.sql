-- To which national or European plan a call was said to belong, and from which day on; empty for calls published before, until they change.
create table CallPlan (
    CallId text not null,
    Sequence integer not null,
    Code text not null,
    FundingPlan text null,
    HoldsFrom text not null,
    constraint PK_CallPlan primary key (CallId, Sequence)
);
