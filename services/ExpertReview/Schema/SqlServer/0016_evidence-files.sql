-- A file that shows how a reservation was met; its content lies in the folder of uploads under its SHA-256.
create table EvidenceFile
(
    Id uniqueidentifier not null,
    EvidenceId uniqueidentifier not null,
    Name nvarchar(200) not null,
    MediaType nvarchar(100) not null,
    Bytes bigint not null,
    Sha256 nvarchar(64) not null,
    Scan nvarchar(20) not null,
    constraint PK_EvidenceFile primary key (Id),
    constraint FK_EvidenceFile_Evidence foreign key (EvidenceId) references ReservationEvidence (Id),
    constraint CK_EvidenceFile_Bytes check (Bytes > 0),
    constraint CK_EvidenceFile_Sha256 check (len(Sha256) = 64),
    constraint CK_EvidenceFile_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);

create index IX_EvidenceFile_Evidence on EvidenceFile (EvidenceId);
create index IX_EvidenceFile_Sha256 on EvidenceFile (Sha256);
