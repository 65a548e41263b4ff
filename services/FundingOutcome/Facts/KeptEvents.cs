using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>An application that should not have been filed was taken back.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ApplicationTakenBack(Guid ApplicationId, DateTimeOffset At);

/// <summary>
/// The events that tell a fact of a dossier, kept as long as the facts are: these can be made again from them. They hold no personal value.
/// </summary>
public static class KeptEvents
{
    static readonly IReadOnlyDictionary<string, Type> Kinds = new[]
    {
        typeof(LabelIssued), typeof(LabelRefused), typeof(SupportLetterIssued), typeof(DuplicateConfirmed), typeof(DuplicateDismissed),
        typeof(FundingApplicationFiled), typeof(FundingResultRecorded), typeof(ApplicationTakenBack),
    }.ToDictionary(kind => kind.Name);

    /// <summary>Keeps an event in the transaction that adds its facts.</summary>
    public static Task Keep(Transaction transaction, Guid dossier, object happened) => transaction.Execute(
        """
        insert into KeptEvent (DossierId, Kind, Body)
        values (@Dossier, @Kind, @Body)
        """,
        new { Dossier = dossier, Kind = Kinds.Single(kind => kind.Value == happened.GetType()).Key, Body = Json.Write(happened) });

    /// <summary>An event as it was heard.</summary>
    public static object Read(string kind, string body) => Json.Read(body, Kinds[kind]);
}
