using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Experts;

/// <summary>
/// Each case is played twice: through the pure detection and, from events alone, through the store in both dialects. The usual dossier
/// was deposited on 12 March 2026 by Alpha (lead) and Beta (partner); the day of the check is 1 June 2026.
/// </summary>
public class ConflictsTests
{
    static readonly Guid Person = Guid.Parse("00000000-0000-7000-8000-00000000e001");
    static readonly Guid Dossier = Guid.Parse("00000000-0000-7000-8000-00000000d001");
    static readonly Guid Other = Guid.Parse("00000000-0000-7000-8000-00000000d002");
    static readonly DateOnly Today = new(2026, 6, 1);

    public sealed record Case(string Name, string[] Codes)
    {
        public Affiliation[] Affiliations { get; init; } = [];
        public string[] DeclaredSirens { get; init; } = [];
        public Affiliation[] HolderAffiliations { get; init; } = [];
        public object[] About { get; init; } = [];
        public DossierSubmitted Submitted { get; init; } = Given.Submitted(Dossier);
        public ProgrammePublished Programme { get; init; } = Given.Programme();
        public DossierSubmitted[] Others { get; init; } = [];
        public bool OtherWithdrawn { get; init; }
        public PastDossier[] Past { get; init; } = [];
        public bool TakesPart { get; init; }

        public override string ToString() => Name;
    }

    static readonly Party Gamma = new(null, "Gamma", Given.OtherSiren, "sme", null);
    static readonly Party Foreign = new(Guid.Parse("00000000-0000-7000-8000-0000000000f9"), "Delta GmbH", null, "sme", null);
    static readonly DateTimeOffset ThreeYearsAgo = new(2023, 5, 10, 10, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset SixYearsAgo = new(2020, 5, 10, 10, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Case> Cases() =>
    [
        new("a stranger", []) { Affiliations = [Given.Of(Given.StrangerSiren)] },
        new("nobody's employee", []),
        new("belongs to the lead", ["same-organisation"]) { Affiliations = [Given.Of(Given.LeadSiren)], TakesPart = true },
        new("left the lead before the deposit", []) { Affiliations = [Given.Of(Given.LeadSiren, to: "2026-03-11")] },
        new("left the lead on the day of the deposit", ["same-organisation"]) { Affiliations = [Given.Of(Given.LeadSiren, to: "2026-03-12")], TakesPart = true },
        new("will join the lead", ["same-organisation"]) { Affiliations = [Given.Of(Given.LeadSiren, from: "2026-09-01")], TakesPart = true },
        new("belongs to a partner", ["partner"]) { Affiliations = [Given.Of(Given.PartnerSiren)], TakesPart = true },
        new("belongs to both", ["same-organisation", "partner"])
            { Affiliations = [Given.Of(Given.LeadSiren), Given.Of(Given.PartnerSiren)], TakesPart = true },
        new("belongs to a foreign partner, known by its id", ["partner"])
        {
            Submitted = Given.Submitted(Dossier, partners: [Foreign]), TakesPart = true,
            Affiliations = [new Affiliation(Foreign.OrganisationId!.Value, null, null, new DateOnly(2020, 1, 1), null)],
        },
        new("belongs to another foreign organisation", [])
        {
            Submitted = Given.Submitted(Dossier, partners: [Foreign]),
            Affiliations = [new Affiliation(Guid.CreateVersion7(), null, null, new DateOnly(2020, 1, 1), null)],
        },
        new("same organisation as the holder, outside the consortium", ["same-organisation"])
            { Affiliations = [Given.Of(Given.StrangerSiren)], HolderAffiliations = [Given.Of(Given.StrangerSiren)] },
        new("the holder left that organisation before the deposit", [])
            { Affiliations = [Given.Of(Given.StrangerSiren)], HolderAffiliations = [Given.Of(Given.StrangerSiren, to: "2025-12-31")] },
        new("parent company of the lead", ["same-group"])
            { Affiliations = [Given.Of(Given.GroupSiren)], HolderAffiliations = [Given.Of(Given.LeadSiren, group: Given.GroupSiren)] },
        new("sister company of the lead", ["same-group"])
        {
            Affiliations = [Given.Of(Given.StrangerSiren, group: Given.GroupSiren)],
            HolderAffiliations = [Given.Of(Given.LeadSiren, group: Given.GroupSiren)],
        },
        new("subsidiary of the lead", ["same-group"]) { Affiliations = [Given.Of(Given.StrangerSiren, group: Given.LeadSiren)] },
        new("subsidiary of a partner", ["same-group"]) { Affiliations = [Given.Of(Given.StrangerSiren, group: Given.PartnerSiren)] },
        new("another group", []) { Affiliations = [Given.Of(Given.StrangerSiren, group: Given.GroupSiren)] },
        new("holds it", ["holder"]) { Submitted = Given.Submitted(Dossier, holderId: Person), TakesPart = true },
        new("is a co-holder", ["holder"]) { Submitted = Given.Submitted(Dossier, coHolderIds: [Person]), TakesPart = true },
        new("challenged by the holder", ["challenged"]) { Submitted = Given.Submitted(Dossier, challenged: [Person]) },
        new("has its interview booked", ["interviewed"]) { About = [Given.Booked(Dossier, 1, Person)] },
        new("held its interview", ["interviewed"]) { About = [Given.Held(Dossier, 2, Person)] },
        new("concluded its interview", ["interviewed"])
            { About = [Given.Concluded(Dossier, 3, InterviewRecommendation.Proceed, Person)] },
        new("held its interview, and the programme lets interviewers review", [])
            { About = [Given.Held(Dossier, 2, Person)], Programme = Given.Programme(interviewerMayReview: true) },
        new("its interview was moved to somebody else", [])
            { About = [Given.Booked(Dossier, 1, Person), Given.Booked(Dossier, 2, Given.CoHolderId)] },
        new("joint project with a partner three years ago", ["joint-project"])
        {
            Affiliations = [Given.Of(Given.StrangerSiren)],
            Others = [Given.Submitted(Other, reference: "2023-0009", at: ThreeYearsAgo, lead: Stranger(), partners: [Given.Partner], callId: Guid.CreateVersion7())],
        },
        new("joint project six years ago", [])
        {
            Affiliations = [Given.Of(Given.StrangerSiren)],
            Others = [Given.Submitted(Other, reference: "2020-0009", at: SixYearsAgo, lead: Stranger(), partners: [Given.Partner], callId: Guid.CreateVersion7())],
        },
        new("joint project five years ago to the day", ["joint-project"])
        {
            Affiliations = [Given.Of(Given.StrangerSiren)],
            Others = [Given.Submitted(Other, reference: "2021-0009", at: new DateTimeOffset(2021, 6, 1, 10, 0, 0, TimeSpan.Zero), lead: Stranger(), partners: [Given.Partner], callId: Guid.CreateVersion7())],
        },
        new("joint project five years and a day ago", [])
        {
            Affiliations = [Given.Of(Given.StrangerSiren)],
            Others = [Given.Submitted(Other, reference: "2021-0009", at: new DateTimeOffset(2021, 5, 31, 10, 0, 0, TimeSpan.Zero), lead: Stranger(), partners: [Given.Partner], callId: Guid.CreateVersion7())],
        },
        new("the organisation's joint project before this person came", [])
        {
            Affiliations = [Given.Of(Given.StrangerSiren, from: "2024-01-01")],
            Others = [Given.Submitted(Other, reference: "2023-0009", at: ThreeYearsAgo, lead: Stranger(), partners: [Given.Partner], callId: Guid.CreateVersion7())],
        },
        new("a project with others only", [])
        {
            Affiliations = [Given.Of(Given.StrangerSiren)],
            Others = [Given.Submitted(Other, reference: "2023-0009", at: ThreeYearsAgo, lead: Stranger(), partners: [Gamma], callId: Guid.CreateVersion7())],
        },
        new("held another dossier with the lead", ["joint-project"])
            { Others = [Given.Submitted(Other, reference: "2023-0009", at: ThreeYearsAgo, holderId: Person, partners: [Gamma], callId: Guid.CreateVersion7())] },
        new("worked in the lead when it led a past dossier", ["joint-project"])
        {
            Affiliations = [Given.Of(Given.LeadSiren, from: "2022-01-01", to: "2023-12-31")],
            Past = [new("H-1", "Past", new DateOnly(2022, 6, 1), "Alpha", Given.LeadSiren)],
        },
        new("left the lead before its past dossier", [])
        {
            Affiliations = [Given.Of(Given.LeadSiren, from: "2020-01-01", to: "2021-12-31")],
            Past = [new("H-1", "Past", new DateOnly(2022, 6, 1), "Alpha", Given.LeadSiren)],
        },
        new("a past dossier too old", [])
        {
            Affiliations = [Given.Of(Given.LeadSiren, from: "2010-01-01", to: "2023-12-31")],
            Past = [new("H-1", "Past", new DateOnly(2020, 6, 1), "Alpha", Given.LeadSiren)],
        },
        new("holds a dossier for the same call", ["competing-dossier"])
            { Others = [Given.Submitted(Other, reference: "2026-0002", holderId: Person, lead: Stranger(), partners: [Gamma])] },
        new("co-holds a dossier for the same call", ["competing-dossier"])
            { Others = [Given.Submitted(Other, reference: "2026-0002", coHolderIds: [Person], lead: Stranger(), partners: [Gamma])] },
        new("holds a dossier for another call", [])
            { Others = [Given.Submitted(Other, reference: "2026-0002", holderId: Person, lead: Stranger(), partners: [Gamma], callId: Guid.CreateVersion7())] },
        new("withdrew their dossier for the same call", [])
            { Others = [Given.Submitted(Other, reference: "2026-0002", holderId: Person, lead: Stranger(), partners: [Gamma])], OtherWithdrawn = true },
        new("declared an interest in the partner", ["declared-interest"]) { DeclaredSirens = [Given.PartnerSiren] },
        new("declared an interest in somebody else", []) { DeclaredSirens = [Given.StrangerSiren] },
        new("belongs to the lead, challenged and interviewed", ["same-organisation", "challenged", "interviewed"])
        {
            Affiliations = [Given.Of(Given.LeadSiren)], TakesPart = true,
            Submitted = Given.Submitted(Dossier, challenged: [Person]), About = [Given.Held(Dossier, 1, Person)],
        },
    ];

    static Party Stranger() => new(null, "Epsilon", Given.StrangerSiren, "hospital", null);

    [TestCaseSource(nameof(Cases))]
    public void Detected_from_facts(Case given)
    {
        var dossier = DossierUnderReview.From(given.Submitted) with { Programme = ProgrammeSettings.From(given.Programme) };
        foreach (var happened in given.About)
        {
            dossier = happened switch
            {
                InterviewBooked booked => dossier.Hear(booked),
                InterviewHeld held => dossier.Hear(held),
                InterviewConcluded concluded => dossier.Hear(concluded),
                _ => throw new ArgumentException("Only interviews are told here."),
            };
        }
        var person = new PersonInReview
        {
            Id = Person,
            Name = "Expert",
            Language = "en",
            Roles = [Roles.Expert],
            Affiliations = given.Affiliations,
            Sequence = 1,
        };
        var found = Conflicts.Between(person, dossier, new ConflictFacts(
            Today, given.DeclaredSirens, false, given.HolderAffiliations, given.HolderAffiliations,
            [
                .. given.Others.Select(other => new OtherDossier(
                    other.DossierId, other.Reference, Hosting.Paris.Day(other.FirstSubmittedAt), other.CallId, !given.OtherWithdrawn,
                    [other.HolderId, .. other.CoHolderIds], [other.Lead, .. other.Partners])),
            ],
            [.. given.Past.Select(past => new PastProject(past.Reference, past.RegisteredOn, past.LeadSiren!))]));
        Assert.That(found.Select(conflict => conflict.Code), Is.EqualTo(given.Codes));
        Assert.That(found.All(conflict => conflict.English.StartsWith("because ", StringComparison.Ordinal)), Is.True);
        Assert.That(found.All(conflict => conflict.French.StartsWith("parce que ", StringComparison.Ordinal)), Is.True);
        Assert.That(Conflicts.TakesPart(person, dossier), Is.EqualTo(given.TakesPart));
    }

    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task Detected_from_events(Dialect dialect)
    {
        foreach (var given in Cases())
        {
            await using var db = await TestDatabase.Create(dialect, ExpertReviewService.Service, new TestClock("2026-06-01T09:00:00Z"));
            await db.Hear(given.Programme);
            await db.Hear(Given.Person(Person, "Expert", [Roles.Expert], given.Affiliations));
            await db.Hear(Given.Person(Given.HolderId, "Holder", [Roles.Holder], given.HolderAffiliations));
            await db.Hear(given.Submitted);
            foreach (var happened in given.About)
                await db.Hear(happened);
            foreach (var other in given.Others)
            {
                await db.Hear(other);
                if (given.OtherWithdrawn)
                    await db.Hear(Given.Withdrawn(other.DossierId, 9));
            }
            await db.Hear(new HistoryImported(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Given.At, given.Past));
            await db.Get<ExpertStore>().Save(null, InPool(Person) with
            {
                Declaration = new Declaration(Today, null, given.DeclaredSirens),
            }, Actor.Service("test"), CancellationToken.None);

            var store = db.Get<ConflictStore>();
            var found = await store.Between(Person, Dossier, CancellationToken.None);
            Assert.That(found.Select(conflict => conflict.Code), Is.EqualTo(given.Codes), given.Name);
            Assert.That((await store.StandingOn(Person, Who.Nobody, Dossier, CancellationToken.None)).Is(Who.Partner), Is.EqualTo(given.TakesPart), given.Name);
        }
    }

    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task Nobody_unknown_is_cleared(Dialect dialect)
    {
        await using var db = await TestDatabase.Create(dialect, ExpertReviewService.Service, new TestClock("2026-06-01T09:00:00Z"));
        Assert.That((await db.Get<ConflictStore>().Between(Person, Dossier, CancellationToken.None)).Select(conflict => conflict.Code),
            Is.EqualTo(new[] { "not-known" }));
    }

    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task A_new_affiliation_and_a_new_partner_are_seen_at_once(Dialect dialect)
    {
        await using var db = await TestDatabase.Create(dialect, ExpertReviewService.Service, new TestClock("2026-06-01T09:00:00Z"));
        await db.Hear(Given.Programme());
        await db.Hear(Given.Person(Person, "Expert", [Roles.Expert], Given.Of(Given.StrangerSiren)));
        await db.Hear(Given.Submitted(Dossier));
        var store = db.Get<ConflictStore>();
        Assert.That(await store.Between(Person, Dossier, CancellationToken.None), Is.Empty);

        await db.Hear(Given.Submitted(Dossier, 2, 2, partners: [Given.Partner, Stranger()]));
        Assert.That((await store.Between(Person, Dossier, CancellationToken.None)).Select(conflict => conflict.Code), Is.EqualTo(new[] { "partner" }));

        await db.Hear(Given.Submitted(Dossier, 3, 3));
        Assert.That(await store.Between(Person, Dossier, CancellationToken.None), Is.Empty);
        await db.Hear(new PersonChanged(Guid.CreateVersion7(), Person, 2, Given.At, "Expert", "e@example.org", "en", [Roles.Expert],
            [Given.Of(Given.StrangerSiren, to: "2026-05-31"), Given.Of(Given.LeadSiren, from: "2026-06-01")]));
        Assert.That((await store.Between(Person, Dossier, CancellationToken.None)).Select(conflict => conflict.Code), Is.EqualTo(new[] { "same-organisation" }));
    }

    internal static Expert InPool(Guid personId) => new()
    {
        PersonId = personId,
        Sectors = [],
        TherapeuticAreas = [],
        TechnologyAxes = [],
        Keywords = [],
        Profile = ExpertProfile.Academic,
        Digital = false,
        LargestLoad = 5,
        Absences = [],
        Declaration = new Declaration(Today, null, []),
        Revision = 1,
    };
}
