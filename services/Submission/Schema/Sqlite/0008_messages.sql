-- A line of the talk between the holders of a dossier and the office. What its author takes back, or is erased with its author, keeps its place without its text.
create table Message (
    Id text primary key,
    Number integer not null,
    DossierId text not null references Dossier (Id),
    AuthorId text not null,
    FromOffice integer not null,
    Written text,
    SentAt text not null,
    RemovedAt text,
    constraint CK_Message_Number check (Number >= 1),
    constraint CK_Message_Written check ((RemovedAt is null and Written is not null and Written <> '') or (RemovedAt is not null and Written is null))
);
create unique index UX_Message_Number on Message (DossierId, Number);
create index IX_Message_Author on Message (AuthorId);
create index IX_Message_SentAt on Message (SentAt);

create table MessageFile (
    Id text primary key,
    MessageId text not null references Message (Id),
    Name text not null,
    MediaType text not null,
    Bytes integer not null,
    Sha256 text not null,
    Scan text not null,
    constraint CK_MessageFile_Named check (Name <> ''),
    constraint CK_MessageFile_Bytes check (Bytes between 1 and 20971520),
    constraint CK_MessageFile_Sha256 check (length(Sha256) = 64),
    constraint CK_MessageFile_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);
create index IX_MessageFile_Message on MessageFile (MessageId);
create index IX_MessageFile_Sha256 on MessageFile (Sha256);

-- Up to which number a person has read.
create table MessageRead (
    DossierId text not null references Dossier (Id),
    PersonId text not null,
    AsOffice integer not null,
    ReadTo integer not null,
    primary key (DossierId, PersonId)
);
create index IX_MessageRead_Person on MessageRead (PersonId);
