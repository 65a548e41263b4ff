-- What people read instead of the codes that experts and dossiers are described with: heard from Submission, which owns them.
create table VocabularyValue (
    Vocabulary text not null,
    Code text not null,
    English text not null,
    French text not null,
    Sequence integer not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);
