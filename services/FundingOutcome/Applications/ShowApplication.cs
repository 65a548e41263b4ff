using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

/// <summary>An application with what was known of it when, from the first on.</summary>
public sealed record ApplicationShown(DossierSeen Dossier, ApplicationView Application, IReadOnlyList<ResultRecorded> History)
{
    /// <summary>Who holds the dossier declares; the office says how it knows.</summary>
    public bool MayCheck => !Dossier.Held;
}

/// <summary>One funding application as a page: its result, what was known when, and a form that records what is known now.</summary>
public static class ShowApplication
{
    public static async Task<Results<RazorComponentResult<ApplicationPage>, NotFoundProblem>> Page(Guid id, Caller caller, ApplicationStore applications, CancellationToken stop) =>
        await Show(id, caller, applications, null, Typed.Nothing, stop) is { } page ? page : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<ApplicationPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, ApplicationStore applications, TimeProvider clock, CancellationToken stop)
    {
        var (result, granted, on, how) =
            (typed.Choice<FundingResult>("result"), typed.Number("amountGrantedEur"), typed.Day("resultOn"), typed.Choice<HowKnown>("howKnown"));
        if (await applications.Application(id, Reader.Of(caller), stop) is null)
            return Problems.NotFound();
        if (typed["result"] is null)
            typed.Missing("result");
        var refusal = FormRefusal.Of(typed);
        if (refusal is null)
        {
            var answer = (await RecordFundingResult.Handle(
                id, new(typed.Revision(), result!.Value, granted, on, typed["reason"], how, typed["evidence"]), caller, applications, clock, stop)).Result;
            if (answer is ForbiddenProblem forbidden)
                return forbidden;
            refusal = FormRefusal.Of(answer);
        }
        if (refusal is null)
            return Pages.SeeOther($"/funding/applications/{id}", Text.Funding_Recorded);
        return await Show(id, caller, applications, refusal, typed, stop) is { } page ? page : Problems.NotFound();
    }

    internal static async Task<RazorComponentResult<ApplicationPage>?> Show(
        Guid id, Caller caller, ApplicationStore applications, FormRefusal? refusal, Typed typed, CancellationToken stop)
    {
        var reader = Reader.Of(caller);
        if (await applications.Application(id, reader, stop) is not { } application
            || await applications.Dossier(application.DossierId, reader, stop) is not { } dossier)
            return null;
        return Pages.Show<ApplicationPage>(
            new
            {
                Shown = new ApplicationShown(dossier, ApplicationView.Of(application), await applications.HistoryOf(id, stop)),
                Errors = refusal?.Errors ?? FieldErrors.None,
                Typed = refusal is null ? null : typed,
            },
            refusal?.Status ?? 200);
    }
}
