using Labelling.ExpertReview;
using Labelling.Hosting;

return await LabellingHost.Run(args, ExpertReviewService.Service);
