using Labelling.Contracts;

namespace Labelling.Submission;

public static class ProgrammeWords
{
    public static string Name(Award award) => award switch
    {
        Award.ProjectLabel => Text.Award_ProjectLabel,
        Award.IdeaLabel => Text.Award_IdeaLabel,
        Award.ProductLabel => Text.Award_ProductLabel,
        Award.Prize => Text.Award_Prize,
        Award.Accelerator => Text.Award_Accelerator,
    };
}
