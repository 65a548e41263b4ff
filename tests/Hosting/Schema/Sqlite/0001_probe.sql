create table Probe (Id integer primary key);
