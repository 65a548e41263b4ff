-- Experts whom the office listed and who have no account yet: their entry waits for them. Fields: JSON, as the list said.
create table ExpectedExpert
(
    Id uniqueidentifier not null,
    Email nvarchar(254) not null,
    NormalizedEmail nvarchar(254) not null,
    Fields nvarchar(max) not null,
    ExpectedBy uniqueidentifier not null,
    ExpectedAt datetimeoffset(6) not null,
    Revision bigint not null,
    constraint PK_ExpectedExpert primary key (Id),
    constraint UQ_ExpectedExpert_Email unique (NormalizedEmail),
    constraint CK_ExpectedExpert_Revision check (Revision > 0)
);
