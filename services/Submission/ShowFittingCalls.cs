using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>Which open calls accept a dossier as it stands, which would after one change, and which do not, with reasons.</summary>
public static class ShowFittingCalls
{
    /// <summary>Change: the one thing that would do. Lines: the rules that are not met.</summary>
    public sealed record CallLine(
        Guid CallId, string Code, string FundingBody, DateTimeOffset ClosesAt, Fit Fit, string? ChangeEnglish, string? ChangeFrench, IReadOnlyList<EligibilityLine> Missing)
    {
        public static CallLine Of(CallFit fit) => new(
            fit.Call.Id, fit.Call.Code, fit.Call.FundingBody, fit.Call.Terms.ClosesAt, fit.Fit, fit.Change?.English, fit.Change?.French,
            [.. fit.Eligibility.Lines.Where(line => line.Result is RuleResult.Missing)]);
    }

    public sealed record View(Guid DossierId, long Revision, Guid? CallId, IReadOnlyList<CallLine> Calls);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(
        Guid id, DossierStore dossiers, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? TypedResults.Ok(await Of(seen, calls, clock.GetUtcNow(), stop))
            : Problems.NotFound();

    static async Task<View> Of(DossierSeen seen, CallStore calls, DateTimeOffset now, CancellationToken stop)
    {
        var lines = new List<CallLine>();
        foreach (var call in (await calls.All(stop)).Where(call => call.Terms.OpensAt <= now && now < call.Terms.ClosesAt))
        {
            lines.Add(CallLine.Of(CallFit.Of(seen.Shown, call, await calls.RulesFor(seen.Dossier, seen.Shown, call, stop))));
        }

        return new View(seen.Dossier.Id, seen.Dossier.Revision, seen.Shown.CallId, [.. lines.OrderBy(line => line.Fit).ThenBy(line => line.ClosesAt)]);
    }

    public static async Task<Results<RazorComponentResult<FittingCallsPage>, NotFoundProblem>> Page(
        Guid id, DossierStore dossiers, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await Show(id, null, dossiers, calls, vocabularies, caller, clock, stop);

    /// <summary>Turns the dossier to the call chosen: an edit like any other, of that one field.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<FittingCallsPage>, NotFoundProblem, ForbiddenProblem>> Choose(
        Guid id, Typed typed, DossierStore dossiers, CallStore calls, VocabularyStore vocabularies, NamedThings named, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.EditDossier) is { } notYours)
        {
            return notYours;
        }

        if (!Guid.TryParse(typed["callId"], out var callId))
        {
            typed.Missing("callId");
        }

        var answer = FormRefusal.Of(typed) is null
            ? await EditDossier.Handle(id, new EditDossier.Request(typed.Revision(), seen.Dossier.Content with { CallId = callId }), dossiers, named, caller, clock, stop)
            : null;
        if ((FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is not { } refusal)
        {
            return Pages.SeeOther($"/dossiers/{id}", Text.Fit_Chosen);
        }

        return (await Show(id, refusal, dossiers, calls, vocabularies, caller, clock, stop)).Result switch
        {
            RazorComponentResult<FittingCallsPage> page => page,
            NotFoundProblem nothing => nothing,
            var unexpected => throw new InvalidOperationException($"No page for {unexpected.GetType().Name}."),
        };
    }

    static async Task<Results<RazorComponentResult<FittingCallsPage>, NotFoundProblem>> Show(
        Guid id, FormRefusal? refusal, DossierStore dossiers, CallStore calls, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? Pages.Show<FittingCallsPage>(
                new
                {
                    Shown = await Of(seen, calls, clock.GetUtcNow(), stop),
                    Name = seen.Shown.Acronym ?? seen.Shown.Title ?? Text.Dossier_Untitled,
                    Vocabulary = VocabularyWords.Of(await vocabularies.All(stop)),
                    Chooses = caller.Is(Roles.Holder) && seen.Stance.May(Act.EditDossier),
                    Errors = refusal?.Errors ?? FieldErrors.None,
                },
                refusal?.Status ?? 200)
            : Problems.NotFound();
}
