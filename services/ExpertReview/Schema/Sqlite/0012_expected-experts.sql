-- Experts whom the office listed and who have no account yet: their entry waits for them. Fields: JSON, as the list said.
create table ExpectedExpert
(
    Id TEXT not null,
    Email TEXT not null,
    NormalizedEmail TEXT not null,
    Fields TEXT not null,
    ExpectedBy TEXT not null,
    ExpectedAt TEXT not null,
    Revision INTEGER not null,
    constraint PK_ExpectedExpert primary key (Id),
    constraint UQ_ExpectedExpert_Email unique (NormalizedEmail),
    constraint CK_ExpectedExpert_Revision check (Revision > 0)
);
