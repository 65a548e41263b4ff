-- What the holder has in the dossier now has no RemovedAt. What was deposited stays with its version, whatever is removed later.
create table Attachment (
    Id text primary key,
    DossierId text not null references Dossier (Id),
    Name text not null,
    MediaType text not null,
    Bytes integer not null,
    Sha256 text not null,
    Restricted integer not null,
    Scan text not null,
    AddedAt text not null,
    AddedBy text not null,
    RemovedAt text,
    constraint CK_Attachment_Named check (Name <> ''),
    constraint CK_Attachment_MediaType check (MediaType in (
        'application/pdf', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.oasis.opendocument.text', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'image/png', 'image/jpeg')),
    constraint CK_Attachment_Bytes check (Bytes between 1 and 20971520),
    constraint CK_Attachment_Sha256 check (length(Sha256) = 64),
    constraint CK_Attachment_Scan check (Scan in ('NotScanned', 'Waiting', 'Clean', 'Infected'))
);
create index IX_Attachment_Dossier on Attachment (DossierId);
create index IX_Attachment_Sha256 on Attachment (Sha256);

create table DossierVersionAttachment (
    DossierId text not null,
    Version integer not null,
    AttachmentId text not null references Attachment (Id),
    primary key (DossierId, Version, AttachmentId),
    constraint FK_DossierVersionAttachment_Version foreign key (DossierId, Version) references DossierVersion (DossierId, Version)
);
create index IX_DossierVersionAttachment_Attachment on DossierVersionAttachment (AttachmentId);
