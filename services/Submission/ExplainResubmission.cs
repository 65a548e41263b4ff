using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>What changed since the dossier that is resubmitted: in the holder's words, beside what the two contents say.</summary>
public static class ExplainResubmission
{
    public static async Task<Results<RazorComponentResult<ExplainResubmissionPage>, NotFoundProblem>> Page(
        Guid id, DossierStore dossiers, DossierComparison comparison, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? await Shown(seen, seen.Shown.WhatChanged, FieldErrors.None, 200, dossiers, comparison, caller, stop)
            : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<ExplainResubmissionPage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, DossierStore dossiers, DossierComparison comparison, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        var text = typed.Text("whatChanged");
        var refused = await Save(seen, typed.Revision(), text, dossiers, caller, clock, stop);
        return refused is null
            ? Pages.SeeOther($"/dossiers/{id}/resubmission", Text.Resubmission_Saved)
            : await Shown(seen, text, refused.Errors, refused.Status, dossiers, comparison, caller, stop);
    }

    /// <summary>Null: it is saved.</summary>
    static async Task<FormRefusal?> Save(DossierSeen seen, long revision, string text, DossierStore dossiers, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (seen.Stance.WhyNot(Act.EditDossier) is { } notTheirs)
        {
            return FormRefusal.Of(notTheirs);
        }

        if (text.Length > 20_000)
        {
            return new FormRefusal(FieldErrors.One("whatChanged", Words.Say("At most 20,000 characters.", "20 000 caractères au plus.")), 400);
        }

        if (seen.Dossier.Edit(seen.Dossier.Content with { WhatChanged = text.Length == 0 ? null : text }, clock.Now()) is not { } edited)
        {
            return FormRefusal.Of(Refusals.NotWritable(seen.Dossier, "dossier.not-editable"));
        }

        return revision == seen.Dossier.Revision && await dossiers.Save(seen.Dossier, edited, DossierAction.Edited, caller.Actor(Roles.Holder), stop)
            ? null
            : FormRefusal.Of(Problems.Stale());
    }

    static async Task<RazorComponentResult<ExplainResubmissionPage>> Shown(
        DossierSeen seen, string? text, FieldErrors errors, int status, DossierStore dossiers, DossierComparison comparison, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        // The other dossier is shown as far as this reader sees it at all.
        var original = seen.Shown.ResubmitsDossierId is { } resubmitted ? await dossiers.Find(resubmitted, viewer, stop) : null;
        var version = original is null ? null : await dossiers.FindVersion(original.Dossier.Id, original.Dossier.Version, viewer, stop);
        return Pages.Show<ExplainResubmissionPage>(
            new
            {
                seen.Dossier.Id,
                seen.Dossier.Revision,
                Acronym = seen.Shown.Acronym,
                Resubmits = seen.Shown.ResubmitsDossierId is not null,
                Writable = caller.Is(Roles.Holder) && seen.Stance.May(Act.EditDossier),
                WhatChanged = text,
                Original = original?.Dossier.Id,
                OriginalReference = original?.Dossier.Reference,
                Sections = original is null || version is null
                    ? null
                    : await comparison.Of(Itself(await comparison.SideOf(original, version, stop)), Itself(await comparison.SideOf(seen, stop)), stop),
                Errors = errors,
            }, status);
    }

    /// <summary>That it resubmits and what the holder says of it stand above: compared is what the two dossiers propose.</summary>
    static ContentDifference.Side Itself(ContentDifference.Side side) => side with { Content = side.Content with { ResubmitsDossierId = null, WhatChanged = null } };
}
