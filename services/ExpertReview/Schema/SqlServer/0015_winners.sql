-- How many dossiers of one call a programme is given to at most; null: to all that deserve it.
alter table ProgrammeVersion add Winners int null constraint CK_ProgrammeVersion_Winners check (Winners > 0);
