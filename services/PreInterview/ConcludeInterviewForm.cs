using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>What the page of a conclusion shows beside what was typed.</summary>
public sealed record ConclusionShown(
    InterviewView View, IReadOnlyList<CriterionView> Criteria, IReadOnlyList<DateOnly> DaysToCome, IReadOnlyList<KnownCall> Calls, DateTimeOffset? SavedAt);

/// <summary>The form of a conclusion. What is typed is kept as a draft, its author's alone, until it is sent.</summary>
public static class ConcludeInterviewForm
{
    /// <summary>As much as all fields together hold.</summary>
    const int LargestDraft = 400_000;

    public static async Task<Results<RazorComponentResult<ConcludeInterviewPage>, SeeOther, NotFoundProblem, ForbiddenProblem>> Page(
        Guid id, Caller caller, InterviewStore store, InterviewViews views, KnownStore known, TimeProvider clock, CancellationToken stop) =>
        (await Show(id, caller, store, views, known, clock, null, null, stop)).Result switch
        {
            // Not held yet, or concluded: the interview's own page says what is to be done.
            RazorComponentResult<ConcludeInterviewPage> when await store.See(id, Viewer.Of(caller), stop) is { Interview.Status: not InterviewStatus.Held } => Pages.SeeOther($"/interviews/{id}"),
            RazorComponentResult<ConcludeInterviewPage> page => page,
            ForbiddenProblem forbidden => forbidden,
            _ => Problems.NotFound(),
        };

    public static async Task<Results<SeeOther, RazorComponentResult<ConcludeInterviewPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, InterviewStore store, KnownStore known, ConflictCheck conflicts, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ConcludeInterview) is { } notYours) return notYours;
        var criteria = (await views.Full(seen, viewer, stop)).Criteria ?? [];
        var (recommendation, replanTo) = (typed.Choice<InterviewRecommendation>("recommendation"), typed.Day("replanTo") ?? Day(typed["cutOff"]));
        if (recommendation is null && typed.Unreadable.Of("recommendation") is null) typed.Missing("recommendation");
        var maturity = new List<CriterionMaturity>();
        foreach (var criterion in criteria)
        {
            if (typed.Number(Field("maturity", criterion)) is { } level)
                maturity.Add(new(criterion.Code, level, typed.Text(Field("comment", criterion))));
            else if (typed[Field("comment", criterion)] is not null && typed.Unreadable.Of(Field("maturity", criterion)) is null)
                typed.Wrong(Field("maturity", criterion), "Give the maturity you comment on.", "Donnez la maturité que vous commentez.");
        }

        var refusal = FormRefusal.Of(typed);
        if (refusal is null)
        {
            var answer = await ConcludeInterview.Handle(
                id,
                new ConcludeInterview.Request(
                    typed.Revision(), recommendation!.Value, maturity, typed.Text("strengths"), typed.Text("gaps"), typed.Text("advice"), typed["privateNote"],
                    recommendation is InterviewRecommendation.Replan ? replanTo : null,
                    recommendation is InterviewRecommendation.Redirect && Guid.TryParse(typed["redirectToCallId"], out var call) ? call : null),
                caller, store, known, conflicts, views, clock, stop);
            refusal = FormRefusal.Of(answer) is { } refused ? refused with { Errors = Named(refused.Errors, answer.Result, maturity, criteria) } : null;
        }

        if (refusal is null) return Pages.SeeOther($"/interviews/{id}", Text.Conclude_Done);
        return (await Show(id, caller, store, views, known, clock, typed, refusal, stop)).Result switch
        {
            RazorComponentResult<ConcludeInterviewPage> page => page,
            ForbiddenProblem forbidden => forbidden,
            _ => Problems.NotFound(),
        };
    }

    /// <summary>Keeps what is typed so far. Asked by the page itself every few seconds, and by its button where scripts are off.</summary>
    public static async Task<Results<SeeOther, ContentHttpResult, NotFoundProblem, ForbiddenProblem, ConflictProblem, ValidationProblem>> Keep(
        Guid id, Typed typed, HttpRequest request, Caller caller, InterviewStore store, InterviewViews views, TimeProvider clock, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ConcludeInterview) is { } notYours) return notYours;
        if (typed.Revision() != seen.Interview.Revision) return Problems.Stale();
        var criteria = (await views.Full(seen, viewer, stop)).Criteria ?? [];
        var kept = Json.Write(Fields(criteria).Where(field => typed[field] is not null).ToDictionary(field => field, field => typed[field]));
        if (kept.Length > LargestDraft)
            return Problems.Invalid("strengths", "This is too long to be kept. Shorten it.", "C'est trop long pour être conservé. Raccourcissez.");
        // Concluded meanwhile: there is nothing left to draft.
        if (!await store.KeepDraft(seen.Interview, caller.PersonId, kept, stop)) return Problems.NotFound();
        var saved = string.Format(CultureInfo.CurrentCulture, Text.Conclude_Kept, Paris.Time(clock.GetUtcNow()));
        return request.Headers.ContainsKey("HX-Request") ? TypedResults.Text(saved, "text/plain") : Pages.SeeOther($"/interviews/{id}/conclude", saved);
    }

    public static string Field(string what, CriterionView criterion) => $"{what}.{criterion.Code}";

    static IEnumerable<string> Fields(IReadOnlyList<CriterionView> criteria) =>
    [
        .. criteria.SelectMany(criterion => new[] { Field("maturity", criterion), Field("comment", criterion) }),
        "strengths", "gaps", "advice", "privateNote", "recommendation", "cutOff", "replanTo", "redirectToCallId",
    ];

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // The names of the request's members are not the names of the form's fields, and a rule of the committee has none.
    static FieldErrors Named(FieldErrors errors, IResult answer, IReadOnlyList<CriterionMaturity> given, IReadOnlyList<CriterionView> criteria)
    {
        var code = (answer as Problem)?.Details.Extensions["code"] as string;
        return new([.. errors.All.Select(error => error with
        {
            Field = code switch
            {
                "interview.replan-to" => "replanTo",
                "interview.redirect-unknown" or "interview.redirect-same" => "redirectToCallId",
                "interview.review-begun" => "recommendation",
                _ => Place(error.Field),
            },
        })]);

        string Place(string field)
        {
            if (field == "maturity" && criteria.Count > 0) return Field("maturity", criteria[0]);
            for (var i = 0; i < given.Count; i++)
                foreach (var (member, name) in new[] { ("maturity", "maturity"), ("comment", "comment") })
                    if (field == $"maturity[{i}].{member}")
                        return $"{name}.{given[i].Criterion}";
            return field;
        }
    }

    static async Task<Results<RazorComponentResult<ConcludeInterviewPage>, NotFoundProblem, ForbiddenProblem>> Show(
        Guid id, Caller caller, InterviewStore store, InterviewViews views, KnownStore known, TimeProvider clock, Typed? typed, FormRefusal? refusal, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await store.See(id, viewer, stop) is not { } seen) return Problems.NotFound();
        if (seen.Stance.WhyNot(Act.ConcludeInterview) is { } notYours) return notYours;
        var view = await views.Full(seen, viewer, stop);
        var now = clock.GetUtcNow();
        var draft = await store.Draft(id, caller.PersonId, stop);
        var call = (await known.Calls([seen.Dossier.CallId], stop)).GetValueOrDefault(seen.Dossier.CallId);
        var calls = await known.OpenCalls(now, stop);
        return Pages.Show<ConcludeInterviewPage>(
            new
            {
                Shown = new ConclusionShown(
                    view, view.Criteria ?? [], call?.DaysToCome(Paris.Day(now)) ?? [], [.. calls.Where(one => one.Id != seen.Dossier.CallId)], typed is null ? draft?.SavedAt : null),
                Typed = typed ?? (draft is null ? Typed.Nothing : Typed.Of(Json.Read<Dictionary<string, string?>>(draft.Typed))),
                Errors = refusal?.Errors ?? FieldErrors.None,
            },
            refusal?.Status ?? 200);
    }
}
