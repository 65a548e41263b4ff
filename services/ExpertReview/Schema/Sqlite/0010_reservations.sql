-- What the holder says about a reservation, with where in the dossier it is shown.
create table ReservationEvidence
(
    Id TEXT not null,
    LabelId TEXT not null,
    Place INTEGER not null,
    PersonId TEXT not null,
    At TEXT not null,
    Text TEXT not null,
    Address TEXT null,
    constraint PK_ReservationEvidence primary key (Id),
    constraint FK_ReservationEvidence_Label foreign key (LabelId) references Label (Id),
    constraint CK_ReservationEvidence_Place check (Place >= 1),
    constraint CK_ReservationEvidence_Text check (ltrim(Text) <> '')
);
create index IX_ReservationEvidence_Label on ReservationEvidence (LabelId);

-- What other clusters decided of their own on the dossier of a label.
create table CoLabelling
(
    LabelId TEXT not null,
    Cluster TEXT not null,
    Decision TEXT not null,
    DecidedOn TEXT not null,
    RecordedBy TEXT not null,
    At TEXT not null,
    constraint PK_CoLabelling primary key (LabelId, Cluster),
    constraint FK_CoLabelling_Label foreign key (LabelId) references Label (Id),
    constraint CK_CoLabelling_Decision check (Decision in ('Labelled', 'Refused')),
    constraint CK_CoLabelling_Cluster check (ltrim(Cluster) <> '')
);

-- Who holds a label was told that it ends, so many days before its last.
create table LabelReminder
(
    LabelId TEXT not null,
    Days INTEGER not null,
    At TEXT not null,
    constraint PK_LabelReminder primary key (LabelId, Days),
    constraint FK_LabelReminder_Label foreign key (LabelId) references Label (Id),
    constraint CK_LabelReminder_Days check (Days >= 1)
);
