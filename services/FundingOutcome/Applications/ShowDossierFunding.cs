using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.Asking;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

/// <summary>A question as the office sees it: whom, when, and whether there was an answer.</summary>
public sealed record QuestionSeen(string? Name, DateTimeOffset AskedAt, FundingAnswer? Answer, DateTimeOffset? AnsweredAt, bool Expired);

/// <summary>A dossier with the decision released last, the applications recorded here, and those that a line of the history tells.</summary>
public sealed record FundingShown(DossierSeen Dossier, Outcome? Outcome, IReadOnlyList<ApplicationView> Filed, IReadOnlyList<Application> Told)
{
    /// <summary>What was asked, for the office.</summary>
    public IReadOnlyList<QuestionSeen> Questions { get; init; } = [];

    /// <summary>The office may ask now: it is decided, and it is known of which call.</summary>
    public bool MayAsk { get; init; }

    /// <summary>It is known from a line of the history alone, which the office may correct.</summary>
    public bool MayCorrectLine { get; init; }

    public bool Decided => SuccessRates.IsExpertised(Outcome);

    public bool Funded => Filed.Any(one => one is { Result: FundingResult.Funded, Stage: not ApplicationStage.PreProposal }) || SuccessRates.IsFunded(Told);

    /// <summary>The committee refused it, and a funding body paid all the same.</summary>
    public bool FundedAllTheSame => Outcome is Facts.Outcome.Refused && Funded;
}

/// <summary>A dossier's funding applications as a page, for its holders and the office; a form records another.</summary>
public static class ShowDossierFunding
{
    public static async Task<Results<RazorComponentResult<DossierFundingPage>, NotFoundProblem>> Page(
        Guid id, Caller caller, ApplicationStore applications, FactStore facts, QuestionStore questions, TimeProvider clock, CancellationToken stop) =>
        await Show(id, caller, applications, facts, questions, clock, null, Typed.Nothing, stop) is { } page ? page : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<DossierFundingPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, ApplicationStore applications, FactStore facts, QuestionStore questions, TimeProvider clock, CancellationToken stop)
    {
        var (body, call, stage, requested, filedOn) =
            (typed.Text("fundingBody"), typed["call"], typed.Choice<ApplicationStage>("stage"), typed.Number("amountRequestedEur"), typed.Day("filedOn"));
        if (await applications.Dossier(id, Reader.Of(caller), stop) is null)
            return Problems.NotFound();
        foreach (var field in new[] { "fundingBody", "stage", "filedOn" })
            if (typed[field] is null)
                typed.Missing(field);
        var refusal = FormRefusal.Of(typed)
            ?? FormRefusal.Of(await FileFundingApplication.Handle(new(id, body, stage!.Value, filedOn!.Value, call, requested), caller, applications, facts, clock, stop));
        if (refusal is null)
            return Pages.SeeOther($"/funding/dossiers/{id}", Text.Funding_Filed);
        return await Show(id, caller, applications, facts, questions, clock, refusal, typed, stop) is { } page ? page : Problems.NotFound();
    }

    /// <summary>What the page that asks has read; never 0, which is what a form without it sends.</summary>
    public static long AskRevision(int questions) => questions + 1;

    /// <summary>The office asks the holders now.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<DossierFundingPage>, NotFoundProblem, ForbiddenProblem>> Ask(
        Guid id, Typed typed, Caller caller, ApplicationStore applications, FactStore facts, QuestionStore questions, TimeProvider clock, CancellationToken stop)
    {
        if (await applications.Dossier(id, Reader.Of(caller), stop) is not { } dossier)
            return Problems.NotFound();
        var known = KnownDossier.From(await facts.KnownOf([id], stop)).SingleOrDefault();
        var decided = SuccessRates.IsExpertised(known?.Outcome);
        if (!decided && (dossier.Stance with { Phase = Phase.Decided }).May(Act.AskForOutcome))
            return await Refused("Holders are asked once the committee's decision is released.", "Les porteurs sont interrogés une fois la décision du comité notifiée.");
        if ((dossier.Stance with { Phase = Phase.Decided }).WhyNot(Act.AskForOutcome) is { } notYours)
            return notYours;
        // Somebody asked since the page was read: it shows whom.
        if (typed.Revision() != AskRevision((await questions.Of(id, stop)).Count))
            return (await Show(id, caller, applications, facts, questions, clock, FormRefusal.Of(Problems.Stale()), Typed.Nothing, stop))!;
        if (dossier.Imported || known is not { Classification: { Call: { } call, FundingBody: { } body } })
            return await Refused("Nobody can be asked: it is not known who holds this dossier, or for which call.", "Personne ne peut être interrogé\u202f: on ne sait pas qui porte ce dossier, ou pour quel appel.");
        return await questions.AskNow(id, call, body, caller.Actor(Roles.Office), stop) is var asked and > 0
            ? Pages.SeeOther($"/funding/dossiers/{id}", string.Format(CultureInfo.CurrentCulture, Text.Funding_Asked, asked))
            : await Refused(
                "Nobody was asked: everybody was asked less than a day ago, or nobody who holds it has an address.",
                "Personne n'a été interrogé\u202f: tous l'ont été il y a moins d'un jour, ou aucun porteur n'a d'adresse.");

        async Task<RazorComponentResult<DossierFundingPage>> Refused(string english, string french) =>
            (await Show(id, caller, applications, facts, questions, clock, new FormRefusal(FieldErrors.One("", Words.Say(english, french)), StatusCodes.Status409Conflict), Typed.Nothing, stop))!;
    }

    static async Task<RazorComponentResult<DossierFundingPage>?> Show(
        Guid id, Caller caller, ApplicationStore applications, FactStore facts, QuestionStore questions, TimeProvider clock, FormRefusal? refusal, Typed typed, CancellationToken stop)
    {
        if (await applications.Dossier(id, Reader.Of(caller), stop) is not { } dossier)
            return null;
        var held = await facts.KnownOf([id], stop);
        var known = KnownDossier.From(held).SingleOrDefault();
        var filed = await applications.ApplicationsOf(id, stop);
        var here = filed.Select(application => Subjects.Application(application.Id)).ToHashSet(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        var mayAsk = (dossier.Stance with { Phase = SuccessRates.IsExpertised(known?.Outcome) ? Phase.Decided : Phase.None }).May(Act.AskForOutcome);
        return Pages.Show<DossierFundingPage>(
            new
            {
                Shown = new FundingShown(
                    dossier, known?.Outcome, [.. filed.Select(ApplicationView.Of)],
                    KnownDossier.From(held.Where(fact => !here.Contains(fact.Subject))).SingleOrDefault()?.Applications ?? [])
                {
                    Questions = dossier.Held ? [] : [.. (await questions.Of(id, stop)).Select(one => new QuestionSeen(one.Name, one.AskedAt, one.Answer, one.AnsweredAt, now >= one.ExpiresAt))],
                    MayCorrectLine = dossier is { Imported: true, Held: false } && caller.Is(Roles.Office),
                    MayAsk = mayAsk && !dossier.Imported && known?.Classification is { Call: not null, FundingBody: not null },
                },
                Errors = refusal?.Errors ?? FieldErrors.None,
                Typed = typed,
            },
            refusal?.Status ?? 200);
    }
}
