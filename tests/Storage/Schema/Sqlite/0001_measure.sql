create table Measure (
    Id text primary key,
    At text,
    OnDay text,
    Amount numeric,
    Flag integer,
    Words text
);
