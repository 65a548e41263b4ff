-- Who sees which interview is said by the program's page of permissions.
drop view InterviewSeenBy;
create index IX_Interview_Expert on Interview (ExpertId);
create index IX_Interview_OpenedAt on Interview (OpenedAt);
