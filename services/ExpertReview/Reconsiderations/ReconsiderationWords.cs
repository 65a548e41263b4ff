namespace Labelling.ExpertReview.Reconsiderations;

public static class ReconsiderationWords
{
    public static string Name(ReconsiderationStatus status) => status switch
    {
        ReconsiderationStatus.Asked => Text.Reconsider_Asked,
        ReconsiderationStatus.Admitted => Text.Reconsider_Admitted,
        ReconsiderationStatus.Declined => Text.Reconsider_Declined,
    };

    public static string Kind(ReconsiderationStatus status) => status switch
    {
        ReconsiderationStatus.Asked => "waiting",
        ReconsiderationStatus.Admitted => "done",
        ReconsiderationStatus.Declined => "late",
    };
}
