-- What the holder says about a reservation, with where in the dossier it is shown.
create table ReservationEvidence
(
    Id uniqueidentifier not null,
    LabelId uniqueidentifier not null,
    Place int not null,
    PersonId uniqueidentifier not null,
    At datetimeoffset(6) not null,
    Text nvarchar(max) not null,
    Address nvarchar(1000) null,
    constraint PK_ReservationEvidence primary key (Id),
    constraint FK_ReservationEvidence_Label foreign key (LabelId) references Label (Id),
    constraint CK_ReservationEvidence_Place check (Place >= 1),
    constraint CK_ReservationEvidence_Text check (ltrim(Text) <> '')
);
create index IX_ReservationEvidence_Label on ReservationEvidence (LabelId);

-- What other clusters decided of their own on the dossier of a label.
create table CoLabelling
(
    LabelId uniqueidentifier not null,
    Cluster nvarchar(200) not null,
    Decision nvarchar(40) not null,
    DecidedOn date not null,
    RecordedBy uniqueidentifier not null,
    At datetimeoffset(6) not null,
    constraint PK_CoLabelling primary key (LabelId, Cluster),
    constraint FK_CoLabelling_Label foreign key (LabelId) references Label (Id),
    constraint CK_CoLabelling_Decision check (Decision in ('Labelled', 'Refused')),
    constraint CK_CoLabelling_Cluster check (ltrim(Cluster) <> '')
);

-- Who holds a label was told that it ends, so many days before its last.
create table LabelReminder
(
    LabelId uniqueidentifier not null,
    Days int not null,
    At datetimeoffset(6) not null,
    constraint PK_LabelReminder primary key (LabelId, Days),
    constraint FK_LabelReminder_Label foreign key (LabelId) references Label (Id),
    constraint CK_LabelReminder_Days check (Days >= 1)
);
