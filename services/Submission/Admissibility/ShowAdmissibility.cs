using Labelling.Hosting;
using Labelling.Submission.Duplicates;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Admissibility;

/// <summary>What the office needs to decide on one deposited dossier, and where it stands in the queue.</summary>
public sealed record AdmissibilityShown(DossierShown Shown, IReadOnlyList<DuplicateLine> Duplicates, Guid? Previous, Guid? Next, int? Place, int Total);

/// <summary>The queue of deposited dossiers, and each with everything to decide on it.</summary>
public static class ShowAdmissibility
{
    public static async Task<RazorComponentResult<AdmissionQueuePage>> Queue(
        TableQuery query, AdmissionQueue queue, CallStore calls, Caller caller, CancellationToken stop) =>
        await Shown(query, [], FieldErrors.None, 200, queue, calls, caller, stop);

    internal static async Task<RazorComponentResult<AdmissionQueuePage>> Shown(
        TableQuery query, IReadOnlyList<AdmittedLine> done, FieldErrors errors, int status, AdmissionQueue queue, CallStore calls, Caller caller, CancellationToken stop)
    {
        var (items, total) = await queue.List(Viewer.Of(caller), query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<AdmissionQueuePage>(new
        {
            Items = items,
            Total = total,
            Query = query,
            Calls = (await calls.Names(stop)).ToDictionary(call => call.Id, call => call.Code),
            Done = done,
            Errors = errors,
        }, status);
    }

    public static async Task<Results<RazorComponentResult<AdmissibilityPage>, NotFoundProblem, ForbiddenProblem>> Page(
        Guid id, DossierReader reader, DossierStore dossiers, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.AdmitDossier) is { } refused)
        {
            return refused;
        }

        return await Read(id, reader, duplicates, queue, caller, stop) is { } shown
            ? Pages.Show<AdmissibilityPage>(new { Of = shown })
            : Problems.NotFound();
    }

    static async Task<AdmissibilityShown?> Read(Guid id, DossierReader reader, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is not { } shown)
        {
            return null;
        }

        var (previous, next, place, total) = await queue.Around(id, Viewer.Of(caller), stop);
        return new(shown, await duplicates.Of(id, Viewer.Of(caller), stop), previous, next, place, total);
    }

    /// <summary>On to the next dossier of the queue; or the page again, with why what was asked was not done and what was typed.</summary>
    internal static async Task<Results<SeeOther, RazorComponentResult<AdmissibilityPage>, NotFoundProblem, ForbiddenProblem>> Answer(
        Guid id, Guid? next, IResult? answer, Typed typed, string message, DossierReader reader, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, CancellationToken stop)
    {
        var said = answer is INestedHttpResult nested ? nested.Result : answer;
        if (said is NotFoundProblem nothing)
        {
            return nothing;
        }

        if (said is ForbiddenProblem forbidden)
        {
            return forbidden;
        }

        if ((FormRefusal.Of(typed) ?? (said is null ? null : FormRefusal.Of(said))) is not { } refusal)
        {
            return Pages.SeeOther(next is { } following ? $"/admissibility/{following}" : "/admissibility", message);
        }

        return await Read(id, reader, duplicates, queue, caller, stop) is { } shown
            ? Pages.Show<AdmissibilityPage>(new { Of = shown, refusal.Errors, Typed = typed }, refusal.Status)
            : Problems.NotFound();
    }
}
