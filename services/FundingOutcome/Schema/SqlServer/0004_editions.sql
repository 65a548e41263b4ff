create table BarometerEdition (
    Id uniqueidentifier primary key,
    TitleEn nvarchar(200) not null constraint CK_BarometerEdition_TitleEn check (len(TitleEn) > 0),
    TitleFr nvarchar(200) not null constraint CK_BarometerEdition_TitleFr check (len(TitleFr) > 0),
    AsOf date not null,
    CommentEn nvarchar(max) not null,
    CommentFr nvarchar(max) not null,
    Tables nvarchar(max) not null,
    Number int,
    PublishedAt datetimeoffset(6),
    Content nvarchar(max),
    Revision bigint not null constraint CK_BarometerEdition_Revision check (Revision >= 1),
    constraint CK_BarometerEdition_Published check (
        (Number is null and PublishedAt is null and Content is null) or (Number >= 1 and PublishedAt is not null and Content is not null))
);
create unique index UX_BarometerEdition_Number on BarometerEdition (Number) where Number is not null;
