using Labelling.Hosting;
using Labelling.Submission;

return await LabellingHost.Run(args, SubmissionService.Service);
