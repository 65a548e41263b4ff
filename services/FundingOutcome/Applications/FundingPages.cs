using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Asking;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.FundingOutcome.Applications;

/// <summary>The funding applications of a dossier, as a piece of its page.</summary>
public static class ShowApplicationsOfDossier
{
    public static async Task<Piece> Handle(Guid dossier, ApplicationStore applications, FactStore facts, Caller caller, CancellationToken stop)
    {
        if (await applications.Dossier(dossier, Reader.Of(caller), stop) is null)
            return Piece.None(Text.Funding_Title);
        var filed = await applications.ApplicationsOf(dossier, stop);
        var decided = KnownDossier.From(await facts.KnownOf([dossier], stop)).SingleOrDefault() is { } known && SuccessRates.IsExpertised(known.Outcome);
        return filed.Count == 0 && !decided
            ? Piece.None(Text.Funding_Title)
            : Piece.Of<ApplicationsPiece>(Text.Funding_Title, new { Dossier = dossier, Applications = filed.Select(ApplicationView.Of).ToList() });
    }

    /// <summary>What was known of them and when, for the timeline of the dossier.</summary>
    public static async Task<Piece> Timeline(Guid dossier, ApplicationStore applications, Caller caller, CancellationToken stop)
    {
        if (await applications.Dossier(dossier, Reader.Of(caller), stop) is null)
            return Piece.None(Text.Funding_TimelineTitle);
        var entries = new List<TimelineEntry>();
        foreach (var application in await applications.ApplicationsOf(dossier, stop))
            foreach (var recorded in await applications.HistoryOf(application.Id, stop))
                entries.Add(new(
                    recorded.RecordedAt,
                    string.Format(CultureInfo.CurrentCulture, recorded.Revision == 1 ? Text.Timeline_Filed : Text.Timeline_Recorded, application.FundingBody),
                    recorded.Revision == 1 && recorded.Known.Result is FundingResult.Pending ? null : FundingWords.Name(recorded.Known.Result)));
        return entries.Count == 0
            ? Piece.None(Text.Funding_TimelineTitle)
            : Piece.Of<Timeline>(Text.Funding_TimelineTitle, new { Entries = entries.OrderByDescending(entry => entry.At).ToList() });
    }
}

/// <summary>What waits here: results that holders can report once they are announced, and for the office holders who did not.</summary>
public static class ShowWaits
{
    /// <summary>So long after the announcement nobody can still be waiting for it.</summary>
    const int SilentAfterDays = 90;

    public static async Task<Piece> Handle(ApplicationStore applications, FactStore facts, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var today = Paris.Day(clock.GetUtcNow());
        var announced = await applications.Announcements(stop);
        var silent = announced.Where(call => call.Value.AddDays(SilentAfterDays) <= today).Select(call => call.Key).ToList();
        var labelled = await applications.Awaited(Reader.Of(caller), silent, stop);
        var known = KnownDossier.From(await facts.KnownOf([.. labelled.Select(dossier => dossier.Id)], stop)).ToDictionary(dossier => dossier.Id);
        var waits = new List<Wait>();
        foreach (var dossier in labelled)
        {
            if (known.GetValueOrDefault(dossier.Id) is not { } facet || !SuccessRates.IsLabelled(facet.Outcome)
                || SuccessRates.IsFunded(facet.Applications) || !SuccessRates.IsPending(facet.Applications))
                continue;
            DateOnly? day = facet.Classification.Call is { } call && announced.TryGetValue(call, out var told) ? told : null;
            if (dossier.Held)
            {
                if (day is null || day <= today)
                {
                    var wait = Wait.For($"/funding/dossiers/{dossier.Id}", Text.Wait_Report, dossier.Reference);
                    waits.Add(day is { } since ? wait.Since(since) : wait);
                }
            }
            else if (day is { } past && past.AddDays(SilentAfterDays) <= today)
                waits.Add(Wait.For($"/funding/dossiers/{dossier.Id}", Text.Wait_Ask, dossier.Reference).Since(past));
        }
        return waits.Count == 0 ? Piece.None(Text.Waits_Title) : Piece.Of<Waits>(Text.Waits_Title, new { Items = waits });
    }
}

public static class FundingWords
{
    public static string Name(FundingResult result) => result switch
    {
        FundingResult.Pending => Text.Result_Pending,
        FundingResult.Funded => Text.Result_Funded,
        FundingResult.ReserveList => Text.Result_ReserveList,
        FundingResult.Refused => Text.Result_Refused,
        FundingResult.Withdrawn => Text.Result_Withdrawn,
        FundingResult.Unknown => Text.Result_Unknown,
    };

    public static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Labelled => Text.Outcome_Labelled,
        Outcome.LabelledWithReservations => Text.Outcome_WithReservations,
        Outcome.Refused => Text.Outcome_Refused,
        Outcome.SupportLetter => Text.Outcome_SupportLetter,
        Outcome.Adjourned => Text.Outcome_Adjourned,
        Outcome.Withdrawn => Text.Outcome_Withdrawn,
        Outcome.Inadmissible => Text.Outcome_Inadmissible,
    };

    /// <summary>Who recorded a result, by the role they did it in.</summary>
    public static string RecordedAs(string role) => role switch
    {
        Roles.Holder => Text.RecordedAs_Holder,
        Roles.Office => Text.RecordedAs_Office,
        RecordedBy.Named => Text.RecordedAs_Named,
        var other => other,
    };

    /// <summary>A rate as "37.5 %"; null for none.</summary>
    public static string? Percent(decimal? rate) => rate?.ToString("P1", CultureInfo.CurrentCulture);

    public static string Kind(FundingResult result) => result switch
    {
        FundingResult.Pending or FundingResult.ReserveList => "waiting",
        FundingResult.Funded => "done",
        FundingResult.Refused => "late",
        FundingResult.Withdrawn or FundingResult.Unknown => "info",
    };

    public static string Name(ApplicationStage stage) => stage switch
    {
        ApplicationStage.PreProposal => Text.Stage_PreProposal,
        ApplicationStage.Full => Text.Stage_Full,
        ApplicationStage.Appeal => Text.Stage_Appeal,
    };

    public static string Name(HowKnown how) => how switch
    {
        HowKnown.DeclaredByHolder => Text.Known_ByHolder,
        HowKnown.CheckedByOffice => Text.Known_ByOffice,
        HowKnown.ImportedFromBody => Text.Known_FromBody,
    };

    public static string? Eur(decimal? amount) => amount is { } eur ? $"{eur.ToString("#,0.##", CultureInfo.CurrentCulture)}\u00a0€" : null;
}
