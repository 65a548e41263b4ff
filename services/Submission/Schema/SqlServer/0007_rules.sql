-- A call's rules at every version, with the closing that a candidate's age is counted on. PublishedAt is null for what was there before versions were kept.
create table CallRulesVersion (
    CallId uniqueidentifier not null references Call (Id),
    Version int not null,
    PublishedAt datetimeoffset(6),
    ClosesAt datetimeoffset(6) not null,
    Rules nvarchar(max) not null,
    primary key (CallId, Version),
    constraint CK_CallRulesVersion_Version check (Version >= 1)
);
alter table Call add RulesVersion int not null constraint DF_Call_RulesVersion default 1;
insert into CallRulesVersion (CallId, Version, PublishedAt, ClosesAt, Rules)
select Id, 1, null, ClosesAt, Rules
from Call;

-- The version a dossier was deposited under.
alter table Dossier add CallRulesVersion int;
exec('update Dossier set CallRulesVersion = 1 where Version >= 1');
alter table DossierVersion add CallRulesVersion int;
exec('update DossierVersion set CallRulesVersion = 1');

-- The day an interview asked to come back for.
alter table DossierInterview add ReplanTo date;

-- Who has an address for a calendar of deadlines. The address holds a secret; here is its digest.
create table DeadlineFeed (
    PersonId uniqueidentifier not null primary key,
    SecretSha256 nvarchar(64) not null,
    Language nvarchar(2) not null,
    MadeAt datetimeoffset(6) not null,
    constraint CK_DeadlineFeed_Secret check (len(SecretSha256) = 64),
    constraint CK_DeadlineFeed_Language check (Language in ('en', 'fr'))
);
create unique index UX_DeadlineFeed_Secret on DeadlineFeed (SecretSha256);
