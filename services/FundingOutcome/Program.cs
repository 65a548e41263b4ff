using Labelling.FundingOutcome;
using Labelling.Hosting;

return await LabellingHost.Run(args, FundingOutcomeService.Service);
