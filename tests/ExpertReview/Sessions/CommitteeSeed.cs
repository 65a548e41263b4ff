using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>What the other services and the experts did before a committee meets.</summary>
sealed class CommitteeSeed(Func<object, Task> hear, Database database, TimeProvider clock)
{
    static readonly Guid Programme = Committee.Person(80), Call = Committee.Person(81);

    /// <summary>The committee, the office, two holders, and a programme that asks for one review and no interview.</summary>
    public async Task People()
    {
        await Register(Committee.Chair, Roles.Chair);
        await Register(Committee.ViceChair, Roles.ViceChair);
        foreach (var member in new[] { Committee.Ada, Committee.Blaise, Committee.Claire })
            await Register(member, Roles.Member);
        await Register(CommitteeWorld.Office, Roles.Office);
        await Register(CommitteeWorld.Holder, Roles.Holder);
        await Register(CommitteeWorld.CoHolder, Roles.Holder);
        await hear(new ProgrammePublished(
            Guid.CreateVersion7(), Programme, 1, clock.GetUtcNow(), 1, "project-label", "Project label", "Label projet", Award.ProjectLabel,
            ExpertsPerDossier: 1, InterviewRequired: false, InterviewerMayReview: false, ReviewDays: 10, QuorumShare: 0.5m, ValidityMonths: 24,
            [new Criterion("scientific-quality", "Scientific quality", "Qualité scientifique", 1, 3, false)]));
    }

    public Task Register(Guid person, params string[] roles) => hear(new PersonRegistered(
        Guid.CreateVersion7(), person, 1, clock.GetUtcNow(), $"Person {person.ToString()[^2..]}", $"{person:N}@example.org", "fr", roles, []));

    /// <summary>A dossier that was admitted and, unless said otherwise, reviewed.</summary>
    public async Task<Guid> Dossier(int number, bool reviewed = true, Guid? holderId = null, Guid[]? challenged = null, int version = 1)
    {
        var id = Committee.Dossier(number);
        await hear(new DossierSubmitted(
            Guid.CreateVersion7(), id, version * 2 - 1, clock.GetUtcNow(), clock.GetUtcNow(), version, $"2026-{number:0000}", $"Imaging {number}", $"IM{number}",
            "A summary.", DossierKind.Project, false, Programme, 1, Call, "i-demo", "Bpifrance", holderId ?? CommitteeWorld.Holder, [CommitteeWorld.CoHolder],
            new Party(Committee.Person(700 + number), $"Optica {number}", null, "sme", null), [], ["medtech"], [], [], challenged ?? [], 100_000, null));
        await hear(new DossierAdmitted(Guid.CreateVersion7(), id, version * 2, clock.GetUtcNow(), version));
        if (reviewed)
            await Review(id, number);
        return id;
    }

    /// <summary>A submitted review, by an expert of its own.</summary>
    async Task Review(Guid dossierId, int number)
    {
        var expert = Committee.Person(800 + number);
        await Register(expert, Roles.Expert);
        await Run(
            """
            insert into Expert (PersonId, Sectors, TherapeuticAreas, TechnologyAxes, Keywords, Profile, Digital, LargestLoad, Absences, DeclaredOn, Revision)
            values (@Expert, '[]', '[]', '[]', '[]', 'Academic', 0, 5, '[]', @Day, 1)
            """,
            new { Expert = expert, Day = Paris.Day(clock.GetUtcNow()) });
        var id = Guid.CreateVersion7();
        await Run(
            """
            insert into Invitation (Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Recommendation, Confidence, SubmittedAt,
                                    Version, GridProgrammeId, GridVersion, GridDigital, Revision)
            values (@Id, @DossierId, @Expert, 'Submitted', @Now, @Day, 'NoInterviewRequired', @Now, 'Label', 3, @Now, 1, @Programme, 1, 0, 1)
            """,
            new { Id = id, DossierId = dossierId, Expert = expert, Now = clock.GetUtcNow(), Day = Paris.Day(clock.GetUtcNow()), Programme });
        await Run("insert into ReviewScore (InvitationId, Criterion, Score) values (@Id, 'scientific-quality', 4)", new { Id = id });
        await Run(
            "insert into InvitationStep (InvitationId, Revision, At, Status, Review) values (@Id, 1, @Now, 'Submitted', '{}')",
            new { Id = id, Now = clock.GetUtcNow() });
    }

    /// <summary>A session over HTTP, with one dossier for each proposal, all decided by the chair and released at once.</summary>
    public async Task<SessionView> Released(ServiceOverHttp service, params Proposal[] proposals)
    {
        var session = await Decided(service, proposals);
        Answer.Of(await ReleaseDecisions.Handle(
            new([.. session.Items.Select(item => item.Id)], service.Get<ActConfirmation>().Give(Committee.Chair)), service.Get<MeetingStore>(), service.Get<SessionReader>(),
            service.Get<ActConfirmation>(), service.Get<LabelKeys>(), service.Get<DecisionMails>(), CommitteeWorld.As(Committee.Chair), clock, default)).As<ReleasedList>();
        return session;
    }

    /// <summary>The same, not released.</summary>
    public async Task<SessionView> Decided(ServiceOverHttp service, params Proposal[] proposals)
    {
        await People();
        var dossiers = new List<Guid>();
        foreach (var number in Enumerable.Range(1, proposals.Length))
            dossiers.Add(await Dossier(number));
        var (meetings, recusals, reader, mails) = (service.Get<MeetingStore>(), service.Get<DetectRecusals>(), service.Get<SessionReader>(), service.Get<SessionMails>());
        var (office, chair) = (CommitteeWorld.As(CommitteeWorld.Office), CommitteeWorld.As(Committee.Chair));
        var session = Answer.Of(await PlanSession.Handle(
            new("March", clock.GetUtcNow().AddDays(7), "Lyon", Committee.Seats), meetings, service.Get<PersonStore>(), reader, mails, office, clock, default)).As<SessionView>();
        session = Answer.Of(await PublishAgenda.Handle(session.Id, new(session.Revision, dossiers), meetings, recusals, reader, mails, office, clock, default)).As<SessionView>();
        session = Answer.Of(await OpenSession.Handle(session.Id, new(session.Revision), meetings, reader, office, clock, default)).As<SessionView>();
        foreach (var person in Committee.Everybody)
            await RecordAttendance.Handle(session.Id, new(person, Presence.Present), meetings, reader, office, clock, default);
        foreach (var (item, proposal) in session.Items.Zip(proposals))
        {
            await OpenItem.Handle(session.Id, item.Id, meetings, recusals, reader, chair, clock, default);
            await ProposeDecision.Handle(session.Id, item.Id, new(proposal.Decision, proposal.Reasons, proposal.Reservations, proposal.ToSessionId), meetings, chair, clock, default);
            await CastVote.Handle(session.Id, item.Id, new(Choice.For), meetings, chair, clock, default);
            await CloseBallot.Handle(session.Id, item.Id, meetings, chair, clock, default);
        }
        return session;
    }

    public async Task<int> Run(string sql, object? parameters = null)
    {
        await using var transaction = await database.Begin(CancellationToken.None);
        var changed = await transaction.Execute(sql, parameters);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
        return changed;
    }
}
