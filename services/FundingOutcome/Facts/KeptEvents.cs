using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>An application that should not have been filed was taken back.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ApplicationTakenBack(Guid ApplicationId, DateTimeOffset At);

/// <summary>A version was deposited; what it was is kept beside.</summary>
/// <param name="Version">The version.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Sequence">The place of the event among its publisher's of the dossier.</param>
public sealed record VersionDeposited(int Version, DateTimeOffset At, long Sequence);

/// <summary>A step was taken. Who took it is not kept.</summary>
/// <param name="Step">The step.</param>
/// <param name="On">The day it happened, in Europe/Paris.</param>
/// <param name="At">When it was recorded, in UTC.</param>
/// <param name="Sequence">The place of the event among its publisher's of the dossier.</param>
public sealed record StepRecorded(Step Step, DateOnly On, DateTimeOffset At, long Sequence);

/// <summary>
/// The events that tell a fact of a dossier, kept as long as the facts are: these can be made again from them. They hold no personal value.
/// </summary>
public static class KeptEvents
{
    static readonly IReadOnlyDictionary<string, Type> Kinds = new[]
    {
        typeof(LabelIssued), typeof(LabelRefused), typeof(SupportLetterIssued), typeof(DossierCoLabelled), typeof(DuplicateConfirmed), typeof(DuplicateDismissed),
        typeof(FundingApplicationFiled), typeof(FundingResultRecorded), typeof(ApplicationTakenBack),
        typeof(VersionDeposited), typeof(StepRecorded),
    }.ToDictionary(kind => kind.Name);

    /// <summary>Keeps an event in the transaction that adds its facts.</summary>
    public static Task Keep(Transaction transaction, Guid dossier, object happened) => transaction.Execute(
        """
        insert into KeptEvent (DossierId, Kind, Body)
        values (@Dossier, @Kind, @Body)
        """,
        new { Dossier = dossier, Kind = Kinds.Single(kind => kind.Value == happened.GetType()).Key, Body = Json.Write(happened) });

    /// <summary>The events of one kind that were kept of a dossier, in their order.</summary>
    public static async Task<IReadOnlyList<T>> Of<T>(Transaction transaction, Guid dossier)
        where T : class =>
        [.. (await transaction.Query<string>(
            """
            select Body
            from KeptEvent
            where DossierId = @Dossier and Kind = @Kind
            order by Position
            """,
            new { Dossier = dossier, Kind = typeof(T).Name })).Select(Json.Read<T>)];

    /// <summary>An event as it was heard.</summary>
    public static object Read(string kind, string body) => Json.Read(body, Kinds[kind]);
}
