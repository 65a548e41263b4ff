using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

/// <summary>As what a dossier stands in the success rates now.</summary>
public enum CountedAs
{
    /// <summary>Not in the population: undecided, a duplicate, a platform, another kind of award.</summary>
    NotCounted,

    /// <summary>Expertised, without a label.</summary>
    NotLabelled,

    /// <summary>Labelled, the result is not known yet.</summary>
    Pending,

    /// <summary>Labelled and funded.</summary>
    Funded,

    /// <summary>Labelled, and every result is known and negative.</summary>
    Negative,
}

/// <param name="FundingBody">The body applied to; null when a history line does not say.</param>
/// <param name="Call">Code of the call; null when not known.</param>
/// <param name="Stage">Pre-proposal, full or appeal.</param>
/// <param name="Result">What the body answered.</param>
/// <param name="AmountRequestedEur">In EUR; null when not known.</param>
/// <param name="AmountGrantedEur">In EUR, with Funded; null when not known.</param>
public sealed record OutcomeApplication(
    string? FundingBody, string? Call, ApplicationStage Stage, FundingResult Result, decimal? AmountRequestedEur, decimal? AmountGrantedEur);

/// <param name="DossierId">The dossier.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Imported">True: it comes from a history file.</param>
/// <param name="Decision">What was decided and released, or what its history line says; null while nothing is.</param>
/// <param name="LabelNumber">The label's number.</param>
/// <param name="DuplicateOf">Reference of the original, for a confirmed duplicate.</param>
/// <param name="WithdrawnOn">The day its holder withdrew it.</param>
/// <param name="InadmissibleOn">The day it was found inadmissible.</param>
/// <param name="AdjournedOn">The day its last adjournment was released.</param>
/// <param name="CountedAs">As what it stands in the success rates now.</param>
/// <param name="Applications">Its applications, from wherever they are known.</param>
public sealed record OutcomeView(
    Guid DossierId, string Reference, bool Imported, Outcome? Decision, string? LabelNumber, string? DuplicateOf,
    DateOnly? WithdrawnOn, DateOnly? InadmissibleOn, DateOnly? AdjournedOn, CountedAs CountedAs, IReadOnlyList<OutcomeApplication> Applications);

public static class ShowOutcomes
{
    const int Page = 100;

    public static async Task<Results<Ok<IReadOnlyList<OutcomeView>>, ValidationProblem, NotFoundProblem>> Handle(
        Guid? dossierId, int? skip, Caller caller, ApplicationStore applications, FactStore facts, CancellationToken stop)
    {
        if (skip < 0)
            return Problems.Invalid("skip", "Skip 0 or more.", "Passez 0 ou plus.");

        var dossiers = await applications.Dossiers(dossierId, Reader.Of(caller), skip ?? 0, Page, stop);
        if (dossierId is not null && dossiers.Count == 0)
            return Problems.NotFound();

        var known = (await facts.KnownOf([.. dossiers.Select(dossier => dossier.Id)], stop)).ToLookup(fact => fact.DossierId);
        IReadOnlyList<OutcomeView> views = [.. dossiers.Select(dossier => View(dossier, [.. known[dossier.Id]]))];
        return TypedResults.Ok(views);
    }

    static OutcomeView View(DossierSeen dossier, IReadOnlyList<Fact> facts)
    {
        var known = KnownDossier.From(facts).SingleOrDefault();
        return new OutcomeView(
            dossier.Id, dossier.Reference, dossier.Imported, known?.Decision?.Outcome, known?.Decision?.LabelNumber, known?.Duplicate?.Of,
            dossier.WithdrawnOn, dossier.InadmissibleOn, dossier.AdjournedOn,
            Count(known),
            [.. (known?.Applications ?? []).Select(a => new OutcomeApplication(
                a.FundingBody, a.Call, a.Stage, a.Result, a.AmountRequestedEur, a.AmountGrantedEur))]);
    }

    public static CountedAs Count(KnownDossier? known)
    {
        if (known is null || !SuccessRates.Counts(known))
            return CountedAs.NotCounted;
        if (!SuccessRates.IsLabelled(known.Outcome))
            return CountedAs.NotLabelled;
        return SuccessRates.IsFunded(known.Applications) ? CountedAs.Funded
            : SuccessRates.IsPending(known.Applications) ? CountedAs.Pending
            : CountedAs.Negative;
    }
}
