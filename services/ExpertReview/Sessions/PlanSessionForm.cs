using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>The form in which the office plans a session, or changes one that was not opened.</summary>
public static class PlanSessionForm
{
    public static async Task<RazorComponentResult<SessionFormPage>> Page(SessionCalendar calendar, CancellationToken stop)
    {
        var people = await calendar.People(stop);
        // Who holds the office of chair or vice-chair alone is the one to ask first.
        return Show(null, null, people, Typed.Of(new Dictionary<string, string?>
        {
            ["chair"] = Only(people, Roles.Chair),
            ["viceChair"] = Only(people, Roles.ViceChair),
        }), [.. people.Where(person => person.Roles.Contains(Roles.Member)).Select(person => person.Id.ToString())], null);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<SessionFormPage>>> HandleForm(
        Typed typed, MeetingStore meetings, PersonStore persons, SessionCalendar calendar, SessionReader reader, SessionMails mails, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var people = await calendar.People(stop);
        if (Read(typed) is not var (startsAt, members))
            return Show(null, null, people, typed, typed.All("members"), FormRefusal.Of(typed));
        var answer = await PlanSession.Handle(
            new(typed.Text("title"), startsAt, typed.Text("place"), members), meetings, persons, reader, mails, caller, clock, stop);
        return answer.Result is Created<SessionView> { Value: { } planned }
            ? Pages.SeeOther($"/sessions/{planned.Id}", SessionWords.Said(Text.SessionForm_DonePlan, planned.Title))
            : Show(null, null, people, typed, typed.All("members"), FormRefusal.Of(answer));
    }

    public static async Task<Results<RazorComponentResult<SessionFormPage>, NotFoundProblem, ConflictProblem>> PageOfChange(
        Guid id, SessionCalendar calendar, SessionReader reader, Caller caller, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is not { } session)
            return Problems.NotFound();
        if (session.Status is not (SessionStatus.Planned or SessionStatus.AgendaPublished))
            return ChangeSession.NotChangeable();
        return Show(id, session.Revision, await calendar.People(stop), Typed.Of(new Dictionary<string, string?>
        {
            ["title"] = session.Title,
            ["startsAt"] = Paris.Typed(session.StartsAt),
            ["place"] = session.Place,
            ["chair"] = session.Members.FirstOrDefault(member => member.Role is SeatRole.Chair)?.PersonId.ToString(),
            ["viceChair"] = session.Members.FirstOrDefault(member => member.Role is SeatRole.ViceChair)?.PersonId.ToString(),
        }), [.. session.Members.Where(member => member.Role is SeatRole.Member).Select(member => member.PersonId.ToString())], null);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<SessionFormPage>, NotFoundProblem>> HandleChange(
        Guid id, Typed typed, MeetingStore meetings, PersonStore persons, DetectRecusals detect, SessionCalendar calendar, SessionReader reader, SessionMails mails,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is null)
            return Problems.NotFound();
        var people = await calendar.People(stop);
        if (Read(typed) is not var (startsAt, members))
            return Show(id, typed.Revision(), people, typed, typed.All("members"), FormRefusal.Of(typed));
        var answer = await ChangeSession.Handle(
            id, new(typed.Revision(), typed.Text("title"), startsAt, typed.Text("place"), members), meetings, persons, detect, reader, mails, caller, clock, stop);
        return answer.Result is NotFoundProblem gone ? gone
            : FormRefusal.Of(answer) is { } refusal ? Show(id, typed.Revision(), people, typed, typed.All("members"), refusal)
            : Pages.SeeOther($"/sessions/{id}", Text.SessionForm_DoneChange);
    }

    /// <summary>Null: something cannot be read, and <see cref="Typed.Unreadable"/> says what.</summary>
    static (DateTimeOffset StartsAt, IReadOnlyList<Seat> Members)? Read(Typed typed)
    {
        var startsAt = typed.InParis("startsAt");
        if (typed["startsAt"] is null)
            typed.Missing("startsAt");
        if (typed["title"] is null)
            typed.Missing("title");
        if (typed["place"] is null)
            typed.Missing("place");
        List<Seat> members = [.. Ids(typed, "chair").Select(id => new Seat(id, SeatRole.Chair)), .. Ids(typed, "viceChair").Select(id => new Seat(id, SeatRole.ViceChair))];
        // Who presides and is ticked as a member too sits once.
        members.AddRange(Ids(typed, "members").Where(id => members.All(seat => seat.PersonId != id)).Select(id => new Seat(id, SeatRole.Member)));
        return typed.Unreadable.IsEmpty && startsAt is { } at ? (at, members) : null;
    }

    static IEnumerable<Guid> Ids(Typed typed, string field) => typed.All(field).Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct();

    static string? Only(IReadOnlyList<CommitteePerson> people, string role) => people.Where(person => person.Roles.Contains(role)).ToList() is [var one] ? one.Id.ToString() : null;

    static RazorComponentResult<SessionFormPage> Show(
        Guid? id, long? revision, IReadOnlyList<CommitteePerson> people, Typed typed, IReadOnlyCollection<string> members, FormRefusal? refusal) =>
        Pages.Show<SessionFormPage>(new { Id = id, Revision = revision, People = people, Typed = typed, Members = members, Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200);
}
