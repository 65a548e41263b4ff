-- A dossier that was redirected is asked about its new call too: the rounds of a call are its own.
alter table FundingQuestion drop constraint UQ_FundingQuestion_Once;
alter table FundingQuestion add constraint UQ_FundingQuestion_Once unique (DossierId, CallCode, Round, Recipient, Number);
