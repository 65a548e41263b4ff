-- A file that shows how a reservation was met; its content lies in the folder of uploads under its SHA-256.
create table EvidenceFile
(
    Id TEXT not null,
    EvidenceId TEXT not null,
    Name TEXT not null,
    MediaType TEXT not null,
    Bytes INTEGER not null,
    Sha256 TEXT not null,
    Scan TEXT not null,
    constraint PK_EvidenceFile primary key (Id),
    constraint FK_EvidenceFile_Evidence foreign key (EvidenceId) references ReservationEvidence (Id),
    constraint CK_EvidenceFile_Bytes check (Bytes > 0),
    constraint CK_EvidenceFile_Sha256 check (length(Sha256) = 64),
    constraint CK_EvidenceFile_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);

create index IX_EvidenceFile_Evidence on EvidenceFile (EvidenceId);
create index IX_EvidenceFile_Sha256 on EvidenceFile (Sha256);
