-- A dossier that was redirected is asked about its new call too: the rounds of a call are its own.
create table FundingQuestionOfCall (
    Id text not null,
    DossierId text not null,
    CallCode text not null,
    FundingBody text not null,
    Round integer not null constraint CK_FundingQuestion_Round check (Round between 1 and 3),
    Number integer not null constraint CK_FundingQuestion_Number check (Number >= 1),
    Recipient text not null,
    PersonId text null,
    Name text null,
    Address text null,
    Language text not null constraint CK_FundingQuestion_Language check (Language in ('fr', 'en')),
    SecretDigest text not null,
    AskedAt text not null,
    ExpiresAt text not null,
    Answer text null constraint CK_FundingQuestion_Answer check (
        Answer in ('Funded', 'ReserveList', 'Refused', 'Withdrawn', 'NotYet', 'SomebodyElse')),
    AnsweredAt text null,
    constraint PK_FundingQuestion primary key (Id),
    constraint FK_FundingQuestion_Dossier foreign key (DossierId) references Dossier (Id),
    constraint UQ_FundingQuestion_Once unique (DossierId, CallCode, Round, Recipient, Number),
    constraint UQ_FundingQuestion_SecretDigest unique (SecretDigest),
    constraint CK_FundingQuestion_Answered check ((Answer is null and AnsweredAt is null) or (Answer is not null and AnsweredAt is not null)),
    constraint CK_FundingQuestion_Expires check (ExpiresAt > AskedAt)
);
insert into FundingQuestionOfCall (Id, DossierId, CallCode, FundingBody, Round, Number, Recipient, PersonId, Name, Address, Language, SecretDigest, AskedAt, ExpiresAt, Answer, AnsweredAt)
select Id, DossierId, CallCode, FundingBody, Round, Number, Recipient, PersonId, Name, Address, Language, SecretDigest, AskedAt, ExpiresAt, Answer, AnsweredAt
from FundingQuestion;
drop table FundingQuestion;
alter table FundingQuestionOfCall rename to FundingQuestion;
