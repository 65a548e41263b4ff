-- What people read instead of the codes that experts and dossiers are described with: heard from Submission, which owns them.
create table VocabularyValue (
    Vocabulary nvarchar(50) not null,
    Code nvarchar(100) not null,
    English nvarchar(200) not null,
    French nvarchar(200) not null,
    Sequence bigint not null,
    constraint PK_VocabularyValue primary key (Vocabulary, Code)
);
