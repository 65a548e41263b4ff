using Labelling.Accounts;
using Labelling.Hosting;

return await LabellingHost.Run(args, AccountsService.Service);
