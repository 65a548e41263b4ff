using Labelling.Hosting;
using Labelling.Submission.Duplicates;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Admissibility;

/// <summary>What came of admitting one of several dossiers. Refused: why not, in the reader's language.</summary>
public sealed record AdmittedLine(Guid Id, string Name, string? Refused);

/// <summary>The three decisions as the queue asks for them: what is decided is what the dossier's own page decides, and the next dossier follows.</summary>
public static class DecideAdmissibility
{
    /// <summary>Of one request.</summary>
    const int MostAtOnce = TableQuery.PageSize;

    public static async Task<Results<SeeOther, RazorComponentResult<AdmissibilityPage>, NotFoundProblem, ForbiddenProblem>> Admit(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, AdmissibilityMails mails, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (_, next, _, _) = await queue.Around(id, Viewer.Of(caller), stop);
        var answer = await AdmitDossier.Handle(id, new(typed.Revision()), dossiers, mails, caller, clock, stop);
        return await ShowAdmissibility.Answer(id, next, answer, typed, Text.Dossier_Admitted, reader, duplicates, queue, caller, stop);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<AdmissibilityPage>, NotFoundProblem, ForbiddenProblem>> Refuse(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, AdmissibilityMails mails, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var (_, next, _, _) = await queue.Around(id, Viewer.Of(caller), stop);
        var answer = await RefuseAdmission.Handle(id, new(typed.Revision(), typed.Lines("reasons")), dossiers, mails, caller, clock, stop);
        return await ShowAdmissibility.Answer(id, next, answer, typed, Text.Dossier_AdmissionRefused, reader, duplicates, queue, caller, stop);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<AdmissibilityPage>, NotFoundProblem, ForbiddenProblem>> AskCorrection(
        Guid id, Typed typed, DossierReader reader, DossierStore dossiers, CorrectionMails mails, DuplicateStore duplicates, AdmissionQueue queue, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        // Whose it is comes before what was typed.
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.AskCorrection) is { } refused)
        {
            return refused;
        }

        var (_, next, _, _) = await queue.Around(id, Viewer.Of(caller), stop);
        var (reason, dueOn) = (typed.Choice<CorrectionReason>("reason"), typed.Day("dueOn"));
        if (typed.Unreadable.IsEmpty && (reason is null || dueOn is null))
        {
            typed.Missing(reason is null ? "reason" : "dueOn");
        }

        var answer = typed.Unreadable.IsEmpty
            ? await RequestCorrection.Handle(id, new(typed.Revision(), reason!.Value, typed.Text("text"), dueOn!.Value), dossiers, mails, caller, clock, stop)
            : null;
        return await ShowAdmissibility.Answer(id, next, answer, typed, Text.Dossier_CorrectionRequested, reader, duplicates, queue, caller, stop);
    }

    /// <summary>Each by itself: what somebody else decided meanwhile is told beside it, and keeps none of the others back.</summary>
    public static async Task<RazorComponentResult<AdmissionQueuePage>> AdmitSelected(
        TableQuery query, Typed typed, DossierStore dossiers, AdmissibilityMails mails, AdmissionQueue queue, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var chosen = typed.All("dossier").Select(Chosen).OfType<(Guid Id, long Revision)>().Distinct().Take(MostAtOnce).ToList();
        if (chosen.Count == 0)
        {
            typed.Wrong("dossier", "Choose at least one dossier.", "Choisissez au moins un dossier.");
            return await ShowAdmissibility.Shown(query, [], typed.Unreadable, 400, queue, calls, caller, stop);
        }

        var done = new List<AdmittedLine>();
        foreach (var (id, revision) in chosen)
        {
            var answer = await AdmitDossier.Handle(id, new(revision), dossiers, mails, caller, clock, stop);
            var seen = await dossiers.Find(id, Viewer.Of(caller), stop);
            done.Add(new(id, seen?.Shown.Acronym ?? seen?.Dossier.Reference ?? id.ToString(), FormRefusal.Of(answer)?.Errors.All[0].Message));
        }

        return await ShowAdmissibility.Shown(query, done, FieldErrors.None, 200, queue, calls, caller, stop);
    }

    /// <summary>An id with the revision that was read, as the box of a line carries them.</summary>
    static (Guid Id, long Revision)? Chosen(string value) =>
        value.Split(' ') is [var id, var revision] && Guid.TryParse(id, out var dossier) && long.TryParse(revision, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? (dossier, number)
            : null;
}
