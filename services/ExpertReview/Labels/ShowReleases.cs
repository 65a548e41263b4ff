using System.Globalization;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>Decisions that wait for their release, for those who know them; who signs them releases one or many in one act.</summary>
public static class ShowReleases
{
    public static Task<IResult> Page(MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop, string? all = null) =>
        Show(meetings, reader, caller, stop, all is "yes");

    public static async Task<IResult> HandleForm(
        Typed typed, MeetingStore meetings, SessionReader reader, ActConfirmation confirmations, LabelKeys keys, DecisionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var chosen = typed.All("item").Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Distinct().ToList();
        if (chosen.Count == 0)
            return await Show(meetings, reader, caller, stop, all: false, FormRefusal.Of(Problems.Invalid(
                "item", "Choose the decisions to release.", "Choisissez les décisions à notifier.")), chosen);
        var answer = await ReleaseDecisions.Handle(new(chosen, typed.Text("confirmation")), meetings, reader, confirmations, keys, mails, caller, clock, stop);
        return answer.Result switch
        {
            Ok<ReleasedList> { Value.Released: var released } => Pages.SeeOther("/releases", released.Count == 1
                ? LabelWords.Said(Text.Releases_DoneOne, released[0].Reference)
                : string.Format(CultureInfo.CurrentCulture, Text.Releases_Done, released.Count)),
            NotFoundProblem nothing => nothing,
            _ => await Show(meetings, reader, caller, stop, all: false, FormRefusal.Of(answer), chosen),
        };
    }

    static async Task<IResult> Show(
        MeetingStore meetings, SessionReader reader, Caller caller, CancellationToken stop, bool all, FormRefusal? refused = null, IReadOnlyCollection<Guid>? chosen = null)
    {
        var waiting = (await ReadReleases.Handle(meetings, reader, caller, stop)).Value!.Items;
        return Pages.Show<ReleasesPage>(new
        {
            Mine = waiting.Where(item => item is { Mine: true, Withdrawn: false }).ToList(),
            Others = waiting.Where(item => item is not { Mine: true, Withdrawn: false }).ToList(),
            Chosen = all ? [.. waiting.Select(item => item.ItemId)] : chosen ?? [],
            Errors = refused?.Errors ?? FieldErrors.None,
        }, refused?.Status ?? 200);
    }
}
