-- On which dossiers a person is recused, for the page of permissions.
create index IX_Recusal_Person on Recusal (PersonId, DossierId);
