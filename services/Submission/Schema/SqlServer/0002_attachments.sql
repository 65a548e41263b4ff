-- What the holder has in the dossier now has no RemovedAt. What was deposited stays with its version, whatever is removed later.
create table Attachment (
    Id uniqueidentifier primary key,
    DossierId uniqueidentifier not null references Dossier (Id),
    Name nvarchar(200) not null,
    MediaType nvarchar(100) not null,
    Bytes bigint not null,
    Sha256 nvarchar(64) not null,
    Restricted bit not null,
    Scan nvarchar(20) not null,
    AddedAt datetimeoffset(6) not null,
    AddedBy uniqueidentifier not null,
    RemovedAt datetimeoffset(6) null,
    constraint CK_Attachment_Named check (Name <> ''),
    constraint CK_Attachment_MediaType check (MediaType in (
        'application/pdf', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.oasis.opendocument.text', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'image/png', 'image/jpeg')),
    constraint CK_Attachment_Bytes check (Bytes between 1 and 20971520),
    constraint CK_Attachment_Sha256 check (len(Sha256) = 64),
    constraint CK_Attachment_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);
create index IX_Attachment_Dossier on Attachment (DossierId);
create index IX_Attachment_Sha256 on Attachment (Sha256);

create table DossierVersionAttachment (
    DossierId uniqueidentifier not null,
    Version int not null,
    AttachmentId uniqueidentifier not null references Attachment (Id),
    primary key (DossierId, Version, AttachmentId),
    constraint FK_DossierVersionAttachment_Version foreign key (DossierId, Version) references DossierVersion (DossierId, Version)
);
create index IX_DossierVersionAttachment_Attachment on DossierVersionAttachment (AttachmentId);
