-- What a label says, signed; the newest version counts, the ones before say so.
create table Certificate
(
    LabelId TEXT not null,
    Version INTEGER not null,
    Content TEXT not null,
    Signature TEXT not null,
    KeyId TEXT not null,
    At TEXT not null,
    constraint PK_Certificate primary key (LabelId, Version),
    constraint FK_Certificate_Label foreign key (LabelId) references Label (Id),
    constraint CK_Certificate_Version check (Version >= 1),
    constraint CK_Certificate_Signed check (ltrim(Content) <> '' and ltrim(Signature) <> '' and ltrim(KeyId) <> '')
);
