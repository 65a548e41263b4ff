-- What a value is called; empty for those that were only met in a history file, and until their vocabulary says so again.
alter table VocabularyValue add English nvarchar(300) null;
alter table VocabularyValue add French nvarchar(300) null;
alter table VocabularyValue add Sequence bigint null;
