-- The national or European plan a call belongs to.
alter table Call add FundingPlan text null constraint CK_Call_FundingPlan check (FundingPlan <> '');
