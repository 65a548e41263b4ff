-- What a label says, signed; the newest version counts, the ones before say so.
create table Certificate
(
    LabelId uniqueidentifier not null,
    Version int not null,
    Content nvarchar(max) not null,
    Signature nvarchar(400) not null,
    KeyId nvarchar(40) not null,
    At datetimeoffset(6) not null,
    constraint PK_Certificate primary key (LabelId, Version),
    constraint FK_Certificate_Label foreign key (LabelId) references Label (Id),
    constraint CK_Certificate_Version check (Version >= 1),
    constraint CK_Certificate_Signed check (ltrim(Content) <> '' and ltrim(Signature) <> '' and ltrim(KeyId) <> '')
);
