using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Writing;

/// <summary>The first page of writing: as little as gives the draft a name. Everything else comes in its step.</summary>
public static class StartDossierForm
{
    public static async Task<RazorComponentResult<StartDossierPage>> Page(ProgrammeStore programmes, CallStore calls, CancellationToken stop, string? call = null) =>
        await Show(Typed.Of(new Dictionary<string, string?> { ["callId"] = call }), FieldErrors.None, 200, programmes, calls, stop);

    public static async Task<IResult> HandleForm(
        Typed typed, DossierStore dossiers, NamedThings named, ProgrammeStore programmes, CallStore calls, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var content = new DossierContent();
        foreach (var field in new[] { "title", "acronym", "kind", "programmeId", "callId" })
        {
            if (ContentFields.Write(content, field, typed[field]) is ({ } written, _))
            {
                content = written;
            }
            else
            {
                typed.Wrong(field, "Choose one of the values.", "Choisissez une des valeurs.");
            }
        }

        var answer = FormRefusal.Of(typed) is null ? await StartDossier.Handle(new(content), dossiers, named, caller, clock, stop) : null;
        return answer?.Result is Created<DossierView> { Value: { } started }
            ? Pages.SeeOther($"/dossiers/{started.Id}/write/project", Text.Write_Started)
            : (FormRefusal.Of(typed) ?? FormRefusal.Of(answer!)) is { } refusal
                ? await Show(typed, Unprefixed(refusal.Errors), refusal.Status, programmes, calls, stop)
                : throw new InvalidOperationException("A draft was neither started nor refused.");
    }

    // The rules name what they find under "content".
    static FieldErrors Unprefixed(FieldErrors errors) => new([.. errors.All.Select(error => error with { Field = error.Field.StartsWith("content.", StringComparison.Ordinal) ? error.Field["content.".Length..] : error.Field })]);

    static async Task<RazorComponentResult<StartDossierPage>> Show(Typed typed, FieldErrors errors, int status, ProgrammeStore programmes, CallStore calls, CancellationToken stop) =>
        Pages.Show<StartDossierPage>(new { Typed = typed, Errors = errors, Programmes = await programmes.All(stop), Calls = await calls.ToAimAt(Guid.TryParse(typed["callId"], out var asked) ? asked : null, stop) }, status);
}
