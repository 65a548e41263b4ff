-- Every declaration of interests an expert made: what stands in Expert is the last one. Own: 1 by themselves, 0 by the office for them.
create table ExpertDeclaration
(
    PersonId TEXT not null,
    Revision INTEGER not null,
    DeclaredOn TEXT not null,
    Text TEXT null,
    Organisations TEXT not null,
    Own INTEGER not null,
    constraint PK_ExpertDeclaration primary key (PersonId, Revision),
    constraint FK_ExpertDeclaration_Expert foreign key (PersonId) references Expert (PersonId),
    constraint CK_ExpertDeclaration_Own check (Own in (0, 1))
);
