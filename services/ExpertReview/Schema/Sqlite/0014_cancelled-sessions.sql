-- A session that will not be held. It keeps the status it had; nobody opens it any more.
alter table Session add CancelledReason TEXT null;
alter table Session add CancelledAt TEXT null constraint CK_Session_Cancelled check ((CancelledAt is null and CancelledReason is null) or (CancelledAt is not null and OpenedAt is null and ltrim(coalesce(CancelledReason, '')) <> ''));
