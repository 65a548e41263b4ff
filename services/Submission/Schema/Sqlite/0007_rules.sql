-- A call's rules at every version, with the closing that a candidate's age is counted on. PublishedAt is null for what was there before versions were kept.
create table CallRulesVersion (
    CallId text not null references Call (Id),
    Version integer not null,
    PublishedAt text,
    ClosesAt text not null,
    Rules text not null,
    primary key (CallId, Version),
    constraint CK_CallRulesVersion_Version check (Version >= 1)
);
alter table Call add column RulesVersion integer not null default 1;
insert into CallRulesVersion (CallId, Version, PublishedAt, ClosesAt, Rules)
select Id, 1, null, ClosesAt, Rules
from Call;

-- The version a dossier was deposited under.
alter table Dossier add column CallRulesVersion integer;
update Dossier
set CallRulesVersion = 1
where Version >= 1;
alter table DossierVersion add column CallRulesVersion integer;
update DossierVersion
set CallRulesVersion = 1;

-- The day an interview asked to come back for.
alter table DossierInterview add column ReplanTo text;

-- Who has an address for a calendar of deadlines. The address holds a secret; here is its digest.
create table DeadlineFeed (
    PersonId text not null primary key,
    SecretSha256 text not null,
    Language text not null,
    MadeAt text not null,
    constraint CK_DeadlineFeed_Secret check (length(SecretSha256) = 64),
    constraint CK_DeadlineFeed_Language check (Language in ('en', 'fr'))
);
create unique index UX_DeadlineFeed_Secret on DeadlineFeed (SecretSha256);
