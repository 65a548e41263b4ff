-- The values of Submission's vocabularies that organisations are described with, as they were heard.
create table VocabularyValue (
    Vocabulary text not null,
    Code text not null,
    English text not null,
    French text not null,
    HeardAt text not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);
