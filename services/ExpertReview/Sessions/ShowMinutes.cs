using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>Minutes as one person reads them, on a page or on paper.</summary>
/// <remarks>Titles: Of the sessions that items were adjourned to. MayCorrect: The items the reader can write about; the session as a whole where <see cref="Guid.Empty"/> is one.</remarks>
public sealed record MinutesShown(MinutesView View, bool Closed, IReadOnlyDictionary<Guid, string> Titles, IReadOnlySet<Guid> MayCorrect, bool MayFinalise, bool Prints)
{
    public Minutes Minutes => View.Minutes;
}

/// <summary>Reads minutes for pages and for paper.</summary>
public sealed class MinutesReader(MeetingStore meetings, SessionReader reader, PdfPrinter printer)
{
    /// <summary>Null: there is no such session, it has no minutes yet, or not for this caller.</summary>
    public async Task<MinutesShown?> Read(Guid id, Caller caller, CancellationToken stop)
    {
        if (await meetings.Read(id, stop) is not { Session.Status: not (SessionStatus.Planned or SessionStatus.AgendaPublished or SessionStatus.Cancelled) } meeting || !SessionReader.MaySee(meeting, caller))
            return null;
        var viewer = await reader.Viewer(caller, stop);
        var view = ReadMinutes.Of(meeting, viewer, await ReadMinutes.Names(meeting, meetings, stop));
        var titles = await meetings.Titles(
            [.. view.Minutes.Items.SelectMany(item => item.Ballots.Select(ballot => ballot.ToSessionId).Append(item.Decision?.ToSessionId)).OfType<Guid>().Distinct()], stop);
        var corrects = meeting.Session.Status is SessionStatus.Open or SessionStatus.Closed && Floor.StandingOn(meeting, caller).May(Act.CorrectMinutes);
        return new(
            view, meeting.Session.Status is not SessionStatus.Open, titles,
            corrects ? meeting.Items.Where(item => meeting.IsInTheRoom(item, viewer)).Select(item => item.Id).Append(Guid.Empty).ToHashSet() : new HashSet<Guid>(),
            meeting.Session.Status is SessionStatus.Closed && caller.Is(Roles.Office), printer.Prints);
    }
}

public static class ShowMinutes
{
    public static async Task<Results<RazorComponentResult<MinutesPage>, NotFoundProblem>> Page(Guid id, MinutesReader minutes, Caller caller, CancellationToken stop) =>
        await minutes.Read(id, caller, stop) is { } shown ? Pages.Show<MinutesPage>(new { Shown = shown }) : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        Guid id, MinutesReader minutes, DocumentPrinter printer, Caller caller, CancellationToken stop) =>
        await minutes.Read(id, caller, stop) is { } shown
            ? await printer.Answer<PrintedMinutes>(
                new Dictionary<string, object?> { [nameof(PrintedMinutes.Shown)] = shown }, $"{Text.Minutes_FileName}-{Paris.Day(shown.Minutes.StartsAt):yyyy-MM-dd}", stop)
            : Problems.NotFound();

    public static async Task<Results<SeeOther, NotFoundProblem, ConflictProblem, ValidationProblem>> Finalise(
        Guid id, Typed typed, MeetingStore meetings, Caller caller, CancellationToken stop)
    {
        var answer = await FinaliseMinutes.Handle(id, new(typed.Revision()), meetings, caller, stop);
        return answer.Result switch
        {
            NotFoundProblem gone => gone,
            ConflictProblem conflict => conflict,
            ValidationProblem misshapen => misshapen,
            _ => Pages.SeeOther($"/sessions/{id}/minutes", Text.Minutes_Finalised),
        };
    }
}
