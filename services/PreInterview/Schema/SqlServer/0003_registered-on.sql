-- Day of the first deposit, in Paris: affiliations that had not ended by then count. Empty for what was heard before this column.
alter table DossierToInterview add RegisteredOn date null;
