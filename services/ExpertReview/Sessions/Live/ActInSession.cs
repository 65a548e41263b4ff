using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions.Live;

/// <summary>
/// The forms of the live page. Each does what the API does, by the same handler, and comes back to the page. Who may is asked before what
/// they sent is looked at.
/// </summary>
public sealed class ActInSession(
    MeetingStore meetings, SessionReader reader, DetectRecusals detect, LiveRenderer renderer, TimeProvider clock)
{
    /// <summary>So many reservations can be given in the form.</summary>
    public const int Reservations = 5;

    MeetingStore Meetings { get; } = meetings;
    SessionReader Reader { get; } = reader;
    DetectRecusals Detect { get; } = detect;
    TimeProvider Clock { get; } = clock;

    public static async Task<IResult> Open(Guid id, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnSession(id, typed, caller, Act.RunSession, async () => await OpenSession.Handle(id, new(typed.Revision()), act.Meetings, act.Reader, caller, act.Clock, stop), stop);

    public static async Task<IResult> Close(Guid id, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnSession(id, typed, caller, Act.RunSession, async () => await CloseSession.Handle(id, new(typed.Revision()), act.Meetings, act.Reader, caller, act.Clock, stop), stop);

    public static async Task<IResult> Attend(Guid id, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnSession(id, typed, caller, Person(typed) == caller.PersonId ? Act.SeeSession : Act.RecordAttendance, async () => typed.Choice<Presence>("presence") is { } presence
            ? await RecordAttendance.Handle(id, new(Person(typed), presence), act.Meetings, act.Reader, caller, act.Clock, stop)
            : null, stop);

    public static async Task<IResult> TakeUp(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNot(Act.OpenItem, meeting, item, caller),
            async () => await OpenItem.Handle(id, itemId, act.Meetings, act.Detect, act.Reader, caller, act.Clock, stop), stop);

    public static async Task<IResult> Recuse(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, _) => Person(typed) == caller.PersonId ? null : Floor.StandingOn(meeting, caller).WhyNot(Act.RecuseOthers),
            async () => await RecuseMember.Handle(id, itemId, new(Person(typed), typed.Text("reason")), act.Meetings, act.Reader, caller, act.Clock, stop), stop);

    public static async Task<IResult> Elect(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNotMember(meeting, item, caller),
            async () => await ElectPresiding.Handle(id, itemId, new(Person(typed)), act.Meetings, act.Reader, caller, stop), stop);

    public static async Task<IResult> Propose(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNot(Act.PutDecision, meeting, item, caller),
            async () => Asked(typed) is { } request ? await ProposeDecision.Handle(id, itemId, request, act.Meetings, caller, act.Clock, stop) : null, stop);

    public static async Task<IResult> Vote(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNotMember(meeting, item, caller),
            async () => typed.Choice<Choice>("vote") is { } choice ? await CastVote.Handle(id, itemId, new(choice), act.Meetings, caller, act.Clock, stop) : null, stop);

    public static async Task<IResult> CloseBallot(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNot(Act.PutDecision, meeting, item, caller),
            async () => await Sessions.CloseBallot.Handle(id, itemId, act.Meetings, caller, act.Clock, stop), stop);

    public static async Task<IResult> Time(Guid id, Guid itemId, Typed typed, ActInSession act, Caller caller, CancellationToken stop) =>
        await act.OnItem(id, itemId, typed, caller, (meeting, item) => Floor.WhyNot(Act.OpenItem, meeting, item, caller),
            async () => await SetTimer.Handle(id, itemId, typed.Choice<TimerKind>("kind"), typed.Whole("minutes"), act.Meetings, caller, act.Clock, stop), stop);

    async Task<IResult> OnSession(Guid id, Typed typed, Caller caller, Act act, Func<Task<IResult?>> ask, CancellationToken stop)
    {
        if (await Meetings.Read(id, stop) is not { } meeting || !SessionReader.MaySee(meeting, caller))
            return Problems.NotFound();
        return Floor.StandingOn(meeting, caller).WhyNot(act) is { } notYours ? notYours : await Answer(id, typed, caller, await ask(), stop);
    }

    async Task<IResult> OnItem(Guid id, Guid itemId, Typed typed, Caller caller, Func<Meeting, Item, IResult?> whyNot, Func<Task<IResult?>> ask, CancellationToken stop)
    {
        if (await Meetings.Read(id, stop) is not { } meeting || !SessionReader.MaySee(meeting, caller) || meeting.Find(itemId) is not { } item)
            return Problems.NotFound();
        return whyNot(meeting, item) ?? await Answer(id, typed, caller, await ask(), stop);
    }

    /// <summary>Null: something that was sent cannot be read.</summary>
    async Task<IResult> Answer(Guid id, Typed typed, Caller caller, IResult? answer, CancellationToken stop)
    {
        var result = answer is INestedHttpResult nested ? nested.Result : answer;
        if (result is NotFoundProblem or ForbiddenProblem)
            return result;
        var refusal = result is null
            ? FormRefusal.Of(typed) ?? new FormRefusal(FieldErrors.One("", Words.Say("Choose what is to be done.", "Choisissez ce qu'il faut faire.")), 400)
            : FormRefusal.Of(result);
        if (refusal is null)
            return Pages.SeeOther($"/sessions/{id}/live");
        return await renderer.Render(id, caller, screen: false, stop) is { } now
            ? Pages.Show<LiveSessionPage>(new { now.Room, Seen = now.Name, Typed = typed, refusal.Errors }, refusal.Status)
            : Problems.NotFound();
    }

    /// <summary>Null: what was typed cannot be read.</summary>
    static ProposeDecision.Request? Asked(Typed typed)
    {
        var decision = typed.Choice<Decision>("decision");
        if (typed["decision"] is null)
            typed.Missing("decision");
        var reservations = new List<Reservation>();
        for (var number = 0; number < Reservations; number++)
        {
            if (typed[$"text{number}"] is not { } text)
                continue;
            var dueOn = typed.Day($"dueOn{number}");
            if (typed[$"dueOn{number}"] is null)
                typed.Missing($"dueOn{number}");
            reservations.Add(new(text, typed.Text($"owner{number}"), dueOn ?? default));
        }
        return typed.Unreadable.IsEmpty && decision is { } what
            ? new(what, typed["reasons"], what is Decision.LabelWithReservations ? reservations : null,
                what is Decision.Adjourn && Guid.TryParse(typed["toSessionId"], CultureInfo.InvariantCulture, out var to) ? to : null)
            : null;
    }

    static Guid Person(Typed typed) => Guid.TryParse(typed["personId"], CultureInfo.InvariantCulture, out var id) ? id : Guid.Empty;
}
