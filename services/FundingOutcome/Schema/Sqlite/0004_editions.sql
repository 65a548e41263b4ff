create table BarometerEdition (
    Id text primary key,
    TitleEn text not null constraint CK_BarometerEdition_TitleEn check (length(TitleEn) > 0),
    TitleFr text not null constraint CK_BarometerEdition_TitleFr check (length(TitleFr) > 0),
    AsOf text not null,
    CommentEn text not null,
    CommentFr text not null,
    Tables text not null,
    Number integer,
    PublishedAt text,
    Content text,
    Revision integer not null constraint CK_BarometerEdition_Revision check (Revision >= 1),
    constraint CK_BarometerEdition_Published check (
        (Number is null and PublishedAt is null and Content is null) or (Number >= 1 and PublishedAt is not null and Content is not null))
);
create unique index UX_BarometerEdition_Number on BarometerEdition (Number) where Number is not null;
