using Labelling.Hosting;
using Labelling.PreInterview;

return await LabellingHost.Run(args, PreInterviewService.Service);
