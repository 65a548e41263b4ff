using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>A committee of five and its meetings, without a database.</summary>
static class Committee
{
    public static readonly Guid Chair = Person(1), ViceChair = Person(2), Ada = Person(3), Blaise = Person(4), Claire = Person(5);
    public static readonly Guid[] Everybody = [Chair, ViceChair, Ada, Blaise, Claire];
    public static readonly DateTimeOffset Noon = new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<Seat> Seats =
    [
        new(Chair, SeatRole.Chair), new(ViceChair, SeatRole.ViceChair), new(Ada, SeatRole.Member), new(Blaise, SeatRole.Member), new(Claire, SeatRole.Member),
    ];

    public static Guid Person(int number) => new($"00000000-0000-7000-8000-{number:000000000000}");

    public static Guid Dossier(int number) => new($"00000000-0000-7000-9000-{number:000000000000}");

    public static DossierOnAgenda OnAgenda(decimal quorumShare = 0.5m, int validityMonths = 24) => new(
        2, "2026-0042", "Imaging of the retina", Person(90), "Optica", "i-demo", "Bpifrance", Person(80), 1,
        "project-label", "Project label", "Label projet", Award.ProjectLabel, validityMonths, quorumShare);

    public static readonly Proposal Label = new(Decision.Label, null, [], null);
    public static readonly Proposal Refuse = new(Decision.Refuse, "Too early.", [], null);
    public static readonly Proposal Support = new(Decision.SupportLetter, null, [], null);
    public static readonly Proposal Adjourn = new(Decision.Adjourn, null, [], Person(70));
    public static readonly Proposal WithReservations =
        new(Decision.LabelWithReservations, null, [new("Name a clinician", "Optica", new(2026, 6, 30))], null);

    public static Session Planned() => Session.Plan("March", Noon, "Lyon", Seats, Noon)!.Value.Item1;

    /// <summary>With one item for each dossier.</summary>
    public static Meeting WithAgenda(int dossiers = 1, decimal quorumShare = 0.5m) =>
        new Meeting { Session = Planned() }
            .PublishAgenda([.. Enumerable.Range(1, dossiers).Select(number => new AgendaEntry(Dossier(number), OnAgenda(quorumShare)))], [], Noon)!;

    public static Meeting Opened(int dossiers = 1, decimal quorumShare = 0.5m) => WithAgenda(dossiers, quorumShare).Open(Noon)!;

    public static Meeting With(this Meeting meeting, params Guid[] present)
    {
        foreach (var person in present)
            meeting = meeting.Attend(person, Presence.Present, Noon)!;
        return meeting;
    }

    public static Meeting Without(this Meeting meeting, Guid person) => meeting.Attend(person, Presence.Absent, Noon)!;

    public static Meeting Recusing(this Meeting meeting, params Guid[] persons)
    {
        foreach (var person in persons)
            meeting = meeting.Recuse(meeting.Items[0].Id, person, RecusalKind.Own, "A friend.", Noon)!;
        return meeting;
    }

    public static Meeting ItemOpen(this Meeting meeting, int index = 0) => meeting.OpenItem(meeting.Items[index].Id, [])!;

    public static Meeting Proposing(this Meeting meeting, Proposal proposal, Guid? by = null) =>
        meeting.Propose(meeting.Items[0].Id, by ?? Chair, proposal, Noon)!;

    public static Meeting Voting(this Meeting meeting, Choice choice, params Guid[] persons)
    {
        foreach (var person in persons)
            meeting = meeting.CastVote(meeting.Items[0].Id, person, choice, Noon)!;
        return meeting;
    }

    public static (Meeting Meeting, Ballot Ballot) Closing(this Meeting meeting, Guid? by = null) =>
        meeting.CloseBallot(meeting.Items[0].Id, by ?? Chair, Noon)!.Value;

    /// <summary>The first item decided by all five.</summary>
    public static Meeting Decided(Proposal proposal) =>
        Opened().With(Everybody).ItemOpen().Proposing(proposal).Voting(Choice.For, Everybody).Closing().Meeting;
}
