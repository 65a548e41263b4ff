-- What a value is called; empty for those that were only met in a history file, and until their vocabulary says so again.
alter table VocabularyValue add English text null;
alter table VocabularyValue add French text null;
alter table VocabularyValue add Sequence integer null;
