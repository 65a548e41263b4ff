namespace Labelling.ExpertReview.Sessions.Live;

public static class LiveWords
{
    public static string Name(Choice choice) => choice switch
    {
        Choice.For => Text.Live_For,
        Choice.Against => Text.Live_Against,
        Choice.Abstain => Text.Live_Abstain,
    };
}
