-- A list of one status, and the few drafts that whoever sees every deposit does not see.
create index IX_Dossier_Status on Dossier (Status, StartedAt, Version, HolderId);
create index IX_Dossier_Draft on Dossier (HolderId) where Version = 0;
