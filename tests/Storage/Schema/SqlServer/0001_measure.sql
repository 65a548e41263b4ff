create table Measure (
    Id uniqueidentifier primary key,
    At datetimeoffset(6) null,
    OnDay date null,
    Amount decimal(18,2) null,
    Flag bit null,
    Words nvarchar(max) null
);
