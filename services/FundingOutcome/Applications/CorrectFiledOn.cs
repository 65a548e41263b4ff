using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

/// <summary>The day an application was filed, corrected by the office where it was written down wrongly. It tells no rate.</summary>
public static class CorrectFiledOn
{
    public static async Task<Results<SeeOther, RazorComponentResult<ApplicationPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, ApplicationStore applications, TimeProvider clock, CancellationToken stop)
    {
        var reader = Reader.Of(caller);
        if (await applications.Application(id, reader, stop) is not { } application || await applications.Dossier(application.DossierId, reader, stop) is not { } dossier)
            return Problems.NotFound();
        if ((dossier.Stance with { Phase = Phase.Decided }).WhyNot(Act.CheckOutcome) is { } notYours)
            return notYours;
        var day = typed.Day("filedOn");
        if (typed["filedOn"] is null)
            typed.Missing("filedOn");
        else if (day > Paris.Day(clock.GetUtcNow()))
            typed.Wrong("filedOn", "It cannot have been filed after today.", "Elle ne peut pas avoir été déposée après aujourd'hui.");
        else if (day > application.Known.ResultOn)
            typed.Wrong("filedOn", "It cannot have been filed after its answer.", "Elle ne peut pas avoir été déposée après sa réponse.");
        if (FormRefusal.Of(typed) is { } unreadable)
            return await Again(unreadable);
        if (typed.Revision() != application.Revision || !await applications.CorrectFiledOn(application, day!.Value, caller.Actor(Roles.Office), stop))
            return await Again(FormRefusal.Of(Problems.Stale())!);
        return Pages.SeeOther($"/funding/applications/{id}", string.Format(CultureInfo.CurrentCulture, Text.Application_DayCorrected, Paris.Written(day.Value)));

        async Task<Results<SeeOther, RazorComponentResult<ApplicationPage>, NotFoundProblem, ForbiddenProblem>> Again(FormRefusal refusal) =>
            await ShowApplication.Show(id, caller, applications, refusal, typed, stop) is { } page ? page : Problems.NotFound();
    }
}
