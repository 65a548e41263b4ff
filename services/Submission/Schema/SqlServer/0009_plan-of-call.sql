-- The national or European plan a call belongs to.
alter table Call add FundingPlan nvarchar(100) null constraint CK_Call_FundingPlan check (FundingPlan <> '');
