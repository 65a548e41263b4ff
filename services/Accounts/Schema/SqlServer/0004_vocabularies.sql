-- The values of Submission's vocabularies that organisations are described with, as they were heard.
create table VocabularyValue (
    Vocabulary nvarchar(50) not null,
    Code nvarchar(100) not null,
    English nvarchar(200) not null,
    French nvarchar(200) not null,
    HeardAt datetimeoffset(6) not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);
