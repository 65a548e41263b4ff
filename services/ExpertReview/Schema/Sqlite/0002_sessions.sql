-- A meeting of the committee. Turn grows with every act in it and serialises them; it is shown to nobody.
create table Session
(
    Id TEXT not null,
    Title TEXT not null,
    StartsAt TEXT not null,
    Place TEXT not null,
    Status TEXT not null,
    OpenedAt TEXT null,
    ClosedAt TEXT null,
    MinutesText TEXT null,
    MinutesHash TEXT null,
    Revision INTEGER not null,
    Turn INTEGER not null,
    constraint PK_Session primary key (Id),
    constraint CK_Session_Status check (Status in ('Planned', 'AgendaPublished', 'Open', 'Closed', 'MinutesFinal')),
    constraint CK_Session_Opened check ((Status in ('Planned', 'AgendaPublished') and OpenedAt is null) or (Status in ('Open', 'Closed', 'MinutesFinal') and OpenedAt is not null)),
    constraint CK_Session_Closed check ((Status in ('Planned', 'AgendaPublished', 'Open') and ClosedAt is null) or (Status in ('Closed', 'MinutesFinal') and ClosedAt is not null)),
    constraint CK_Session_Minutes check ((Status <> 'MinutesFinal' and MinutesText is null and MinutesHash is null) or (Status = 'MinutesFinal' and MinutesText is not null and MinutesHash is not null))
);

create table SessionMember
(
    SessionId TEXT not null,
    PersonId TEXT not null,
    Role TEXT not null,
    Place INTEGER not null,
    constraint PK_SessionMember primary key (SessionId, PersonId),
    constraint FK_SessionMember_Session foreign key (SessionId) references Session (Id),
    constraint FK_SessionMember_Person foreign key (PersonId) references Person (Id),
    constraint CK_SessionMember_Role check (Role in ('Chair', 'ViceChair', 'Member'))
);

-- Every published version of an agenda.
create table Agenda
(
    SessionId TEXT not null,
    Number INTEGER not null,
    PublishedAt TEXT not null,
    DossierIds TEXT not null,
    Added TEXT not null,
    Removed TEXT not null,
    Reordered INTEGER not null,
    constraint PK_Agenda primary key (SessionId, Number),
    constraint FK_Agenda_Session foreign key (SessionId) references Session (Id)
);

-- A dossier on an agenda, as it stood then. The decision is written once, and nobody reads it before the release.
create table AgendaItem
(
    Id TEXT not null,
    SessionId TEXT not null,
    DossierId TEXT not null,
    Dossier TEXT not null,
    Position INTEGER not null,
    Status TEXT not null,
    Decision TEXT null,
    Reasons TEXT null,
    Reservations TEXT null,
    ReservationCount INTEGER not null,
    ToSessionId TEXT null,
    DecidedAt TEXT null,
    PresidedBy TEXT null,
    ReleasedAt TEXT null,
    ReleasedBy TEXT null,
    constraint PK_AgendaItem primary key (Id),
    constraint UQ_AgendaItem_Dossier unique (SessionId, DossierId),
    constraint FK_AgendaItem_Session foreign key (SessionId) references Session (Id),
    constraint FK_AgendaItem_Dossier foreign key (DossierId) references Dossier (Id),
    constraint FK_AgendaItem_ToSession foreign key (ToSessionId) references Session (Id),
    constraint CK_AgendaItem_Status check (Status in ('Waiting', 'Open', 'Decided', 'Left')),
    constraint CK_AgendaItem_Decision check (Decision in ('Label', 'LabelWithReservations', 'Adjourn', 'Refuse', 'SupportLetter')),
    constraint CK_AgendaItem_Decided check ((Status = 'Decided' and Decision is not null and DecidedAt is not null and PresidedBy is not null) or (Status <> 'Decided' and Decision is null and DecidedAt is null and PresidedBy is null)),
    constraint CK_AgendaItem_Refusal check (Decision is null or Decision <> 'Refuse' or (Reasons is not null and ltrim(Reasons) <> '')),
    constraint CK_AgendaItem_Reservations check ((ReservationCount > 0 and Decision is not null and Decision = 'LabelWithReservations' and Reservations is not null) or (ReservationCount = 0 and (Decision is null or Decision <> 'LabelWithReservations'))),
    constraint CK_AgendaItem_Adjournment check ((ToSessionId is not null and Decision is not null and Decision = 'Adjourn') or (ToSessionId is null and (Decision is null or Decision <> 'Adjourn'))),
    constraint CK_AgendaItem_Release check ((ReleasedAt is null and ReleasedBy is null) or (ReleasedAt is not null and ReleasedBy is not null and Status = 'Decided'))
);

-- Of a dossier in a session: it outlives a version of the agenda that leaves the dossier out.
create table Recusal
(
    SessionId TEXT not null,
    DossierId TEXT not null,
    PersonId TEXT not null,
    Kind TEXT not null,
    Reason TEXT not null,
    ReasonInFrench TEXT null,
    At TEXT not null,
    constraint PK_Recusal primary key (SessionId, DossierId, PersonId, Kind),
    constraint FK_Recusal_Session foreign key (SessionId) references Session (Id),
    constraint FK_Recusal_Person foreign key (PersonId) references Person (Id),
    constraint CK_Recusal_Kind check (Kind in ('Detected', 'Own', 'Office')),
    constraint CK_Recusal_Reason check (ltrim(Reason) <> '')
);

-- A member before an item. Votes and elections point at (item, person, Recused = 0): a recused member cannot have one.
create table Entitlement
(
    ItemId TEXT not null,
    PersonId TEXT not null,
    Recused INTEGER not null,
    Heard INTEGER not null,
    constraint PK_Entitlement primary key (ItemId, PersonId),
    constraint UQ_Entitlement_Recused unique (ItemId, PersonId, Recused),
    constraint FK_Entitlement_Item foreign key (ItemId) references AgendaItem (Id),
    constraint FK_Entitlement_Person foreign key (PersonId) references Person (Id),
    constraint CK_Entitlement_Flags check (Recused in (0, 1) and Heard in (0, 1)),
    constraint CK_Entitlement_Heard check (Heard = 0 or Recused = 0)
);

-- Arrivals and departures, in their order.
create table Attendance
(
    SessionId TEXT not null,
    Number INTEGER not null,
    PersonId TEXT not null,
    Presence TEXT not null,
    At TEXT not null,
    constraint PK_Attendance primary key (SessionId, Number),
    constraint FK_Attendance_Member foreign key (SessionId, PersonId) references SessionMember (SessionId, PersonId),
    constraint CK_Attendance_Presence check (Presence in ('Present', 'Remote', 'Absent'))
);

create table ElectionVote
(
    ItemId TEXT not null,
    ElectorId TEXT not null,
    CandidateId TEXT not null,
    Recused INTEGER not null,
    constraint PK_ElectionVote primary key (ItemId, ElectorId),
    constraint FK_ElectionVote_Elector foreign key (ItemId, ElectorId, Recused) references Entitlement (ItemId, PersonId, Recused),
    constraint FK_ElectionVote_Candidate foreign key (ItemId, CandidateId, Recused) references Entitlement (ItemId, PersonId, Recused),
    constraint CK_ElectionVote_Recused check (Recused = 0)
);

create table Ballot
(
    Id TEXT not null,
    ItemId TEXT not null,
    Number INTEGER not null,
    Decision TEXT not null,
    Reasons TEXT null,
    Reservations TEXT not null,
    ReservationCount INTEGER not null,
    ToSessionId TEXT null,
    PutBy TEXT not null,
    PutAt TEXT not null,
    Status TEXT not null,
    ClosedBy TEXT null,
    ClosedAt TEXT null,
    ForCount INTEGER null,
    AgainstCount INTEGER null,
    AbstainCount INTEGER null,
    TieBroken INTEGER null,
    QuorumEntitled INTEGER null,
    QuorumPresent INTEGER null,
    QuorumNeeded INTEGER null,
    constraint PK_Ballot primary key (Id),
    constraint UQ_Ballot_Number unique (ItemId, Number),
    constraint UQ_Ballot_Item unique (Id, ItemId),
    constraint FK_Ballot_Item foreign key (ItemId) references AgendaItem (Id),
    constraint FK_Ballot_ToSession foreign key (ToSessionId) references Session (Id),
    constraint CK_Ballot_Decision check (Decision in ('Label', 'LabelWithReservations', 'Adjourn', 'Refuse', 'SupportLetter')),
    constraint CK_Ballot_Status check (Status in ('Open', 'Carried', 'NotCarried', 'Dropped')),
    constraint CK_Ballot_Refusal check (Decision <> 'Refuse' or (Reasons is not null and ltrim(Reasons) <> '')),
    constraint CK_Ballot_Reservations check ((ReservationCount > 0 and Decision = 'LabelWithReservations') or (ReservationCount = 0 and Decision <> 'LabelWithReservations')),
    constraint CK_Ballot_Adjournment check ((ToSessionId is not null and Decision = 'Adjourn') or (ToSessionId is null and Decision <> 'Adjourn')),
    constraint CK_Ballot_Closed check ((Status = 'Open' and ClosedAt is null) or (Status <> 'Open' and ClosedAt is not null)),
    constraint CK_Ballot_Counted check ((Status in ('Carried', 'NotCarried') and ClosedBy is not null and ForCount is not null and AgainstCount is not null and AbstainCount is not null and TieBroken is not null and QuorumEntitled is not null and QuorumPresent is not null and QuorumNeeded is not null) or (Status in ('Open', 'Dropped') and ForCount is null)),
    constraint CK_Ballot_Quorum check (ForCount is null or (QuorumNeeded >= 3 and QuorumPresent >= QuorumNeeded and QuorumPresent <= QuorumEntitled and ForCount + AgainstCount + AbstainCount <= QuorumPresent)),
    constraint CK_Ballot_Majority check (Status <> 'Carried' or ForCount > AgainstCount or (ForCount = AgainstCount and ForCount > 0 and TieBroken = 1))
);

create table Vote
(
    BallotId TEXT not null,
    ItemId TEXT not null,
    PersonId TEXT not null,
    Recused INTEGER not null,
    Choice TEXT not null,
    At TEXT not null,
    Counted INTEGER null,
    constraint PK_Vote primary key (BallotId, PersonId),
    constraint FK_Vote_Ballot foreign key (BallotId, ItemId) references Ballot (Id, ItemId),
    constraint FK_Vote_Entitlement foreign key (ItemId, PersonId, Recused) references Entitlement (ItemId, PersonId, Recused),
    constraint CK_Vote_Recused check (Recused = 0),
    constraint CK_Vote_Choice check (Choice in ('For', 'Against', 'Abstain')),
    constraint CK_Vote_Counted check (Counted in (0, 1))
);

-- Dossiers that a session takes up again, since the release of their adjournment.
create table CarriedOver
(
    FromItemId TEXT not null,
    SessionId TEXT not null,
    DossierId TEXT not null,
    At TEXT not null,
    constraint PK_CarriedOver primary key (FromItemId),
    constraint FK_CarriedOver_Item foreign key (FromItemId) references AgendaItem (Id),
    constraint FK_CarriedOver_Session foreign key (SessionId) references Session (Id)
);

-- The last number of each year, taken in the transaction of the release: a release that fails leaves no gap.
create table LabelYear
(
    Year INTEGER not null,
    LastSerial INTEGER not null,
    constraint PK_LabelYear primary key (Year),
    constraint CK_LabelYear_LastSerial check (LastSerial >= 1)
);

create table Label
(
    Id TEXT not null,
    Number TEXT not null,
    Year INTEGER not null,
    Serial INTEGER not null,
    ItemId TEXT not null,
    DossierId TEXT not null,
    Dossier TEXT not null,
    Title TEXT not null,
    Organisation TEXT not null,
    Call TEXT not null,
    IssuedOn TEXT not null,
    ValidUntil TEXT not null,
    Reservations TEXT not null,
    ReservationCount INTEGER not null,
    SignatoryId TEXT not null,
    Status TEXT not null,
    RevokedAt TEXT null,
    RevokedBy TEXT null,
    RevocationReason TEXT null,
    Revision INTEGER not null,
    constraint PK_Label primary key (Id),
    constraint UQ_Label_Number unique (Number),
    constraint UQ_Label_Serial unique (Year, Serial),
    constraint UQ_Label_Item unique (ItemId),
    constraint FK_Label_Item foreign key (ItemId) references AgendaItem (Id),
    constraint CK_Label_Number check (Number like 'L-____-____%'),
    constraint CK_Label_Serial check (Serial >= 1),
    constraint CK_Label_Validity check (ValidUntil > IssuedOn),
    constraint CK_Label_Status check (Status in ('InForce', 'WithReservations', 'Revoked')),
    constraint CK_Label_Reservations check (Status = 'Revoked' or (Status = 'WithReservations' and ReservationCount > 0) or (Status = 'InForce' and ReservationCount = 0)),
    constraint CK_Label_Revocation check ((Status = 'Revoked' and RevokedAt is not null and RevokedBy is not null and RevocationReason is not null and ltrim(RevocationReason) <> '') or (Status <> 'Revoked' and RevokedAt is null and RevokedBy is null and RevocationReason is null))
);

-- A confirmation is good for one act.
create table UsedConfirmation
(
    Id TEXT not null,
    PersonId TEXT not null,
    UsedAt TEXT not null,
    constraint PK_UsedConfirmation primary key (Id)
);
create unique index UX_SessionMember_Chair on SessionMember (SessionId) where Role = 'Chair';
create unique index UX_SessionMember_ViceChair on SessionMember (SessionId) where Role = 'ViceChair';
create index IX_SessionMember_Person on SessionMember (PersonId);
create index IX_Session_StartsAt on Session (StartsAt);

-- A dossier is before one session at a time, until its decision is released.
create unique index UX_AgendaItem_DossierUndecided on AgendaItem (DossierId) where ReleasedAt is null and Status <> 'Left';
create unique index UX_AgendaItem_Open on AgendaItem (SessionId) where Status = 'Open';
create index IX_AgendaItem_Dossier on AgendaItem (DossierId);
create index IX_AgendaItem_ReleasedAt on AgendaItem (ReleasedAt);
create unique index UX_Ballot_Open on Ballot (ItemId) where Status = 'Open';
create unique index UX_Ballot_Carried on Ballot (ItemId) where Status = 'Carried';
create index IX_CarriedOver_Session on CarriedOver (SessionId);
create index IX_Label_Dossier on Label (DossierId);
