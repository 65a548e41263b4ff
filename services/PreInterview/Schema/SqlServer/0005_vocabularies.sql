-- What the office reads instead of codes: heard from Submission, which owns them.
create table VocabularyValue (
    Vocabulary nvarchar(50) not null,
    Code nvarchar(100) not null,
    English nvarchar(200) not null,
    French nvarchar(200) not null,
    Sequence bigint not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);
