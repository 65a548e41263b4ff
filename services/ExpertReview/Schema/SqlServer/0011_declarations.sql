-- Every declaration of interests an expert made: what stands in Expert is the last one. Own: 1 by themselves, 0 by the office for them.
create table ExpertDeclaration
(
    PersonId uniqueidentifier not null,
    Revision bigint not null,
    DeclaredOn date not null,
    Text nvarchar(4000) null,
    Organisations nvarchar(max) not null,
    Own bit not null,
    constraint PK_ExpertDeclaration primary key (PersonId, Revision),
    constraint FK_ExpertDeclaration_Expert foreign key (PersonId) references Expert (PersonId),
    constraint CK_ExpertDeclaration_Own check (Own in (0, 1))
);
