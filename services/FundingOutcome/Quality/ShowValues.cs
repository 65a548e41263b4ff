using System.Globalization;
using Labelling.Contracts;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.FundingOutcome.Quality;

/// <summary>A value somebody is about to say the meaning of.</summary>
/// <param name="Finding">The value, with how many dossiers bear it.</param>
/// <param name="Known">What it can mean.</param>
public sealed record ValueAsked(Finding Finding, IReadOnlyList<KnownValue> Known);

/// <summary>What values of history files mean that no vocabulary knows: said here, and taken back.</summary>
public static class ShowValues
{
    public static string Address(string vocabulary, string value) =>
        QueryHelpers.AddQueryString("/quality/values", new Dictionary<string, string?> { ["vocabulary"] = vocabulary, ["value"] = value });

    public static Task<RazorComponentResult<ValuesPage>> Page(
        TableQuery query, FindingStore findings, MeaningStore meanings, TimeProvider clock, CancellationToken stop) =>
        Show(query.Of("vocabulary"), query.Of("value"), null, null, findings, meanings, clock, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<ValuesPage>>> Say(
        Typed typed, Caller caller, FindingStore findings, MeaningStore meanings, TimeProvider clock, CancellationToken stop)
    {
        var (vocabulary, value, means) = (typed.Text("vocabulary"), typed.Text("value"), typed.Text("means"));
        if (means.Length == 0)
            return await Refused("Choose the value that it means.", "Choisissez la valeur qu'elle désigne.", 400);
        if (!Vocabularies.OfHistory.Contains(vocabulary) || (await Asked(vocabulary, value, findings, meanings, clock, stop)) is null)
            return await Refused("No line of the history has this value any more.", "Aucune ligne de l'historique ne porte plus cette valeur.", 409);
        var (answer, dossiers) = await meanings.Say(vocabulary, value, means, ActorOf(caller), stop);
        return answer switch
        {
            Saying.Done => Pages.SeeOther("/quality/values", string.Format(CultureInfo.CurrentCulture, dossiers == 1 ? Text.Values_DoneOne : Text.Values_Done, value, means, dossiers)),
            Saying.UnknownMeaning => await Refused("Choose a value that the vocabulary has.", "Choisissez une valeur du vocabulaire.", 400),
            Saying.IsKnown => await Refused("The vocabulary has this value by now: nothing is to be said.", "Le vocabulaire contient désormais cette valeur\u202f: il n'y a plus rien à dire.", 409),
            Saying.Stale => await Refused("Somebody said what it means meanwhile: see below.", "Quelqu'un a dit entre-temps ce qu'elle désigne\u202f: voyez ci-dessous.", 409),
        };

        async Task<RazorComponentResult<ValuesPage>> Refused(string english, string french, int status) =>
            await Show(vocabulary, value, means, new FormRefusal(FieldErrors.One("means", Words.Say(english, french)), status), findings, meanings, clock, stop);
    }

    public static async Task<Results<SeeOther, NotFoundProblem>> Undo(Guid id, Caller caller, MeaningStore meanings, CancellationToken stop) =>
        await meanings.Undo(id, ActorOf(caller), stop) is (Saying.Done, var dossiers)
            ? Pages.SeeOther("/quality/values", string.Format(CultureInfo.CurrentCulture, dossiers == 1 ? Text.Values_UndoneOne : Text.Values_Undone, dossiers))
            : Problems.NotFound();

    static Actor ActorOf(Caller caller) => caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Administrator);

    static async Task<RazorComponentResult<ValuesPage>> Show(
        string? vocabulary, string? value, string? means, FormRefusal? refusal, FindingStore findings, MeaningStore meanings, TimeProvider clock, CancellationToken stop) =>
        Pages.Show<ValuesPage>(new
        {
            Asked = vocabulary is not null && value is not null ? await Asked(vocabulary, value, findings, meanings, clock, stop) : null,
            Chosen = means,
            InForce = await meanings.InForce(stop),
            Errors = refusal?.Errors ?? FieldErrors.None,
        }, refusal?.Status ?? 200);

    /// <summary>Null: no line of the history has such a value, or a vocabulary knows it.</summary>
    static async Task<ValueAsked?> Asked(string vocabulary, string value, FindingStore findings, MeaningStore meanings, TimeProvider clock, CancellationToken stop) =>
        (await findings.All(Paris.Day(clock.GetUtcNow()), stop)).FirstOrDefault(one => one.Kind is FindingKind.UnknownValue && one.Vocabulary == vocabulary && one.Value == value && one.Imported > 0) is { } found
            && Vocabularies.OfHistory.Contains(vocabulary)
            ? new ValueAsked(found, await meanings.Known(vocabulary, stop))
            : null;
}
