create table Probe (Id int primary key);
