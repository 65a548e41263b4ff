using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.ExpertReview.Sessions;

/// <summary>
/// The page on which the office puts an agenda in order. What is being ordered stands in the address, so that it can be left, loaded again
/// and gone back in; nothing is kept before it is published.
/// </summary>
public static class BuildAgenda
{
    const int Most = 100;

    public static async Task<Results<RazorComponentResult<AgendaPage>, NotFoundProblem, ConflictProblem>> Page(
        Guid id, HttpRequest request, AgendaProposal proposal, SessionReader reader, SessionCalendar calendar, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is not { } session)
            return Problems.NotFound();
        if (session.Status is not (SessionStatus.Planned or SessionStatus.AgendaPublished))
            return PublishAgenda.NotPlannable();
        var candidates = await proposal.Candidates(session, caller, stop);
        var known = candidates.Select(one => one.DossierId).ToHashSet();
        IReadOnlyList<Guid> order = request.Query.ContainsKey("d") ? [.. Ids(request.Query["d"]).Where(known.Contains)]
            : session.Items.Count > 0 ? [.. session.Items.OrderBy(item => item.Position).Select(item => item.DossierId)]
            : [.. candidates.Take(Most).Select(one => one.DossierId)];
        return await Show(session, order, candidates, calendar, clock, null, stop);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<AgendaPage>, NotFoundProblem, ConflictProblem>> HandleForm(
        Guid id, Typed typed, AgendaProposal proposal, MeetingStore meetings, DetectRecusals detect, SessionReader reader, SessionMails mails, SessionCalendar calendar, Caller caller,
        TimeProvider clock, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is not { } session)
            return Problems.NotFound();
        List<Guid> order = [.. Ids(typed.All("d"))];
        if (typed["move"] is { } move)
            return Pages.SeeOther(Address(id, Moved(order, move)));
        var answer = await PublishAgenda.Handle(id, new(typed.Revision(), order), meetings, detect, reader, mails, caller, clock, stop);
        if (answer.Result is Ok<SessionView> { Value: { } published })
            return Pages.SeeOther($"/sessions/{id}", SessionWords.Said(Text.Agenda_Published, published.AgendaVersion));
        if (session.Status is not (SessionStatus.Planned or SessionStatus.AgendaPublished))
            return PublishAgenda.NotPlannable();
        return await Show(session, order, await proposal.Candidates(session, caller, stop), calendar, clock, FormRefusal.Of(answer), stop);
    }

    /// <summary>"up:ID", "down:ID", "off:ID", "add:ID"; anything else leaves the order as it is.</summary>
    public static IReadOnlyList<Guid> Moved(IReadOnlyList<Guid> order, string move)
    {
        if (move.Split(':') is not [var how, var which] || !Guid.TryParse(which, out var id))
            return order;
        List<Guid> moved = [.. order];
        var place = moved.IndexOf(id);
        switch (how)
        {
            case "up" when place > 0:
                (moved[place - 1], moved[place]) = (moved[place], moved[place - 1]);
                break;
            case "down" when place >= 0 && place < moved.Count - 1:
                (moved[place + 1], moved[place]) = (moved[place], moved[place + 1]);
                break;
            case "off" when place >= 0:
                moved.RemoveAt(place);
                break;
            case "add" when place < 0:
                moved.Add(id);
                break;
        }
        return moved;
    }

    /// <summary>An agenda without a dossier is said too: without it the page would propose all again.</summary>
    static string Address(Guid id, IReadOnlyList<Guid> order) => order.Count == 0 ? $"/sessions/{id}/agenda?d="
        : QueryHelpers.AddQueryString($"/sessions/{id}/agenda", order.Select(dossier => KeyValuePair.Create<string, string?>("d", $"{dossier:N}")));

    static IEnumerable<Guid> Ids(IEnumerable<string?> texts) => texts.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().Take(Most);

    static async Task<RazorComponentResult<AgendaPage>> Show(
        SessionView session, IReadOnlyList<Guid> order, IReadOnlyList<AgendaCandidate> candidates, SessionCalendar calendar, TimeProvider clock, FormRefusal? refusal, CancellationToken stop)
    {
        var byId = candidates.ToDictionary(one => one.DossierId);
        var current = session.Agendas.Count == 0 ? null : session.Agendas[^1];
        var next = Agenda.After(
            current is null ? null : new Agenda { Number = session.Agendas.Count, PublishedAt = current.PublishedAt, DossierIds = current.DossierIds }, order, clock.GetUtcNow());
        return Pages.Show<AgendaPage>(
            new
            {
                Session = session,
                Chosen = order.Where(byId.ContainsKey).Select(id => byId[id]).ToList(),
                Others = candidates.Where(one => !order.Contains(one.DossierId)).ToList(),
                Next = next,
                Names = await calendar.Dossiers([.. next.Added, .. next.Removed], stop),
                Errors = refusal?.Errors ?? FieldErrors.None,
            },
            refusal?.Status ?? 200);
    }
}
