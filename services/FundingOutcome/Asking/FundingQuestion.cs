using Labelling.Contracts;

namespace Labelling.FundingOutcome.Asking;

/// <summary>What can be answered from a link.</summary>
public enum FundingAnswer
{
    Funded,
    ReserveList,
    Refused,
    Withdrawn,

    /// <summary>The body has not answered: asked again in the next round.</summary>
    NotYet,

    /// <summary>Another person knows, and is asked in turn.</summary>
    SomebodyElse,
}

/// <summary>How it stands with a link.</summary>
public enum LinkState
{
    Open,

    /// <summary>It was used: it answers once.</summary>
    Answered,

    /// <summary>The result is known from elsewhere: nothing more is needed.</summary>
    Over,

    Expired,
}

/// <summary>A question that was mailed, as its link finds it. Settled: the result is known, from whomever.</summary>
public sealed record FundingQuestion(
    Guid Id, Guid DossierId, string Reference, string Title, string Call, string FundingBody, int Round, int Number, string Recipient, Guid? PersonId, string? Name, string? Address,
    string Language, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, FundingAnswer? Answer, DateTimeOffset? AnsweredAt, bool Settled)
{
    public LinkState State(DateTimeOffset now) =>
        Answer is not null ? LinkState.Answered
        : Settled ? LinkState.Over
        : now >= ExpiresAt ? LinkState.Expired
        : LinkState.Open;

    /// <summary>What an answer says of the application; null where it says nothing of it.</summary>
    public static FundingResult? Says(FundingAnswer answer) => answer switch
    {
        FundingAnswer.Funded => FundingResult.Funded,
        FundingAnswer.ReserveList => FundingResult.ReserveList,
        FundingAnswer.Refused => FundingResult.Refused,
        FundingAnswer.Withdrawn => FundingResult.Withdrawn,
        FundingAnswer.NotYet or FundingAnswer.SomebodyElse => null,
    };
}
