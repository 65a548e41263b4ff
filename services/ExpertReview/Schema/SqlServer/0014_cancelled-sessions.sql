-- A session that will not be held. It keeps the status it had; nobody opens it any more.
alter table Session add CancelledReason nvarchar(2000) null;
alter table Session add CancelledAt datetimeoffset(6) null;
alter table Session add constraint CK_Session_Cancelled check ((CancelledAt is null and CancelledReason is null) or (CancelledAt is not null and OpenedAt is null and ltrim(coalesce(CancelledReason, '')) <> ''));
