-- A line of the talk between the holders of a dossier and the office. What its author takes back, or is erased with its author, keeps its place without its text.
create table Message (
    Id uniqueidentifier primary key,
    Number int not null,
    DossierId uniqueidentifier not null references Dossier (Id),
    AuthorId uniqueidentifier not null,
    FromOffice bit not null,
    Written nvarchar(max) null,
    SentAt datetimeoffset(6) not null,
    RemovedAt datetimeoffset(6) null,
    constraint CK_Message_Number check (Number >= 1),
    constraint CK_Message_Written check ((RemovedAt is null and Written is not null and Written <> '') or (RemovedAt is not null and Written is null))
);
create unique index UX_Message_Number on Message (DossierId, Number);
create index IX_Message_Author on Message (AuthorId);
create index IX_Message_SentAt on Message (SentAt);

create table MessageFile (
    Id uniqueidentifier primary key,
    MessageId uniqueidentifier not null references Message (Id),
    Name nvarchar(200) not null,
    MediaType nvarchar(100) not null,
    Bytes bigint not null,
    Sha256 nvarchar(64) not null,
    Scan nvarchar(20) not null,
    constraint CK_MessageFile_Named check (Name <> ''),
    constraint CK_MessageFile_Bytes check (Bytes between 1 and 20971520),
    constraint CK_MessageFile_Sha256 check (len(Sha256) = 64),
    constraint CK_MessageFile_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);
create index IX_MessageFile_Message on MessageFile (MessageId);
create index IX_MessageFile_Sha256 on MessageFile (Sha256);

-- Up to which number a person has read.
create table MessageRead (
    DossierId uniqueidentifier not null references Dossier (Id),
    PersonId uniqueidentifier not null,
    AsOffice bit not null,
    ReadTo int not null,
    primary key (DossierId, PersonId)
);
create index IX_MessageRead_Person on MessageRead (PersonId);
