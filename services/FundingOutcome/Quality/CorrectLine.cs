using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Quality;

/// <summary>
/// The line of an imported dossier, corrected by hand: the same as importing a file of that line, so the change holds from today on, and
/// the next file that gives the line otherwise changes it again.
/// </summary>
public static class CorrectLine
{
    public static string Address(Guid dossier) => $"/quality/lines/{dossier}";

    public static async Task<Results<RazorComponentResult<LinePage>, NotFoundProblem>> Page(
        Guid id, Caller caller, ApplicationStore applications, MeaningStore lines, CancellationToken stop) =>
        await Read(id, caller, applications, lines, stop) is { } line ? Show(id, line, line.Cells, null) : Problems.NotFound();

    public static async Task<Results<SeeOther, RazorComponentResult<LinePage>, NotFoundProblem>> HandleForm(
        Guid id, Typed typed, Caller caller, ApplicationStore applications, MeaningStore lines, Import import, CancellationToken stop)
    {
        if (await Read(id, caller, applications, lines, stop) is not { } line)
            return Problems.NotFound();
        var cells = HistoryFile.AllColumns.ToDictionary(column => column, column => column == "reference" ? line.Cells[column] : typed.Text(column).ReplaceLineEndings(" "), StringComparer.Ordinal);
        if (await import.Correct(HistoryFile.OfOne(cells), line.Cells["reference"], typed.Text("shown"), caller.Actor(Roles.Office), stop) is not { } report)
        {
            return Show(id, line, cells, new FormRefusal(FieldErrors.One("", Words.Say(
                "This line was changed meanwhile. Look at what it says now, and correct it again.",
                "Cette ligne a été modifiée entre-temps. Regardez ce qu'elle dit maintenant, et corrigez-la de nouveau.")), StatusCodes.Status409Conflict));
        }

        if (report.Unreadable is { } unreadable)
            return Show(id, line, cells, new FormRefusal(FieldErrors.One("", Words.Say(unreadable.English, unreadable.French)), StatusCodes.Status400BadRequest));
        if (report.Refused)
            return Show(id, line, cells, new FormRefusal(new FieldErrors([.. report.Bad.Select(bad => new FieldError(bad.Column, Words.Say(bad.ReasonEn, bad.ReasonFr)))]), StatusCodes.Status400BadRequest));
        return Pages.SeeOther("/quality", report.ImportId is null ? Text.Line_Same : Text.Line_Corrected);
    }

    static async Task<GivenLine?> Read(Guid id, Caller caller, ApplicationStore applications, MeaningStore lines, CancellationToken stop) =>
        await applications.Dossier(id, Reader.Of(caller), stop) is { Imported: true, Held: false } ? await lines.Given(id, stop) : null;

    static RazorComponentResult<LinePage> Show(Guid id, GivenLine line, IReadOnlyDictionary<string, string> cells, FormRefusal? refusal) =>
        Pages.Show<LinePage>(new { Id = id, Line = line, Cells = cells, Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200);

    /// <summary>A word of a file as people read it.</summary>
    public static string Word(string column, string word) => (column, word) switch
    {
        ("kind", "project") => Text.Line_Project,
        ("kind", "platform") => Text.Line_Platform,
        ("collaborative", "yes") => Text.Value_Collaborative,
        ("collaborative", "no") => Text.Value_Alone,
        ("decision", _) when HistoryFile.DecisionOf(word) is { } outcome => FundingWords.Name(outcome),
        ("funding_result", _) when HistoryFile.ResultOf(word) is { } result => FundingWords.Name(result),
        _ => word,
    };

    public static string Label(string column) => column switch
    {
        "title" => Text.Outcomes_Title,
        "kind" => Text.Line_Kind,
        "registered_on" => Text.Line_RegisteredOn,
        "lead_organisation" => Text.Line_LeadName,
        "lead_siren" => Text.Line_LeadSiren,
        "lead_type" => Text.By_OrganisationType,
        "collaborative" => Text.By_Collaborative,
        "sectors" => Text.Line_Sectors,
        "therapeutic_areas" => Text.Line_Areas,
        "technology_axes" => Text.Line_Axes,
        "funding_body" => Text.Funding_Body,
        "call" => Text.Funding_Call,
        "interview_on" => Text.Line_InterviewOn,
        "decided_on" => Text.Line_DecidedOn,
        "decision" => Text.Outcomes_Decision,
        "label_number" => Text.Line_LabelNumber,
        "funding_result" => Text.Funding_Result,
        "result_on" => Text.Funding_ResultOn,
        "amount_requested" => Text.Funding_AmountRequested,
        "amount_granted" => Text.Funding_AmountGranted,
        "duplicate_of" => Text.Line_DuplicateOf,
        _ => column,
    };
}
