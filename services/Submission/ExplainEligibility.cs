using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>The call's rules, line by line, while the holder writes.</summary>
public static class ExplainEligibility
{
    public sealed record View(Guid DossierId, Guid? CallId, bool Eligible, IReadOnlyList<EligibilityLine> Lines);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(Guid id, DossierStore dossiers, CallStore calls, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        var call = seen.Shown.CallId is { } callId ? await calls.Find(callId, stop) : null;
        return TypedResults.Ok(Of(id, seen.Shown, call));
    }

    public static View Of(Guid id, DossierContent content, Call? call)
    {
        var eligibility = call is null ? Eligibility.NoCall : Eligibility.Of(content, call.Terms.Rules);
        return new View(id, call?.Id, eligibility.Eligible, eligibility.Lines);
    }
}
