namespace Labelling.Accounts.People;

/// <summary>What a service is called on a page, by the address of one of its fragments.</summary>
public static class ServiceWords
{
    public static string Of(string fragment) => fragment.Split('/', '?')[2] switch
    {
        "accounts" => Text.Service_Accounts,
        "submission" => Text.Service_Submission,
        "pre-interview" => Text.Service_PreInterview,
        "expert-review" => Text.Service_ExpertReview,
        "funding-outcome" => Text.Service_FundingOutcome,
        var other => other,
    };
}
