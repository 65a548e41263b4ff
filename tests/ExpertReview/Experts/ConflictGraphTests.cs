using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Experts;

/// <summary>Conflicts found for many at once are those found pair by pair.</summary>
public class ConflictGraphTests
{
    static readonly string[] Sirens = ["111111118", "222222226", "333333334", "444444442", "555555556", "666666664", "777777772"];
    static readonly DateOnly Today = new(2026, 6, 1);

    /// <summary>People, organisations, groups and projects with dates, thrown together.</summary>
    sealed class World(int seed)
    {
        readonly Random random = new(seed);

        static Guid Id(int kind, int number) => new(number, (short)kind, 7, new byte[8]);

        public IReadOnlyList<Guid> People { get; } = [.. Enumerable.Range(1, 12).Select(number => Id(1, number))];

        public IReadOnlyList<Guid> Dossiers { get; } = [.. Enumerable.Range(1, 9).Select(number => Id(2, number))];

        T Of<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

        bool OneIn(int number) => random.Next(number) == 0;

        DateOnly Day(int years) => Today.AddDays(-random.Next(365 * years));

        Party Organisation(string name) => OneIn(4) ? new(Id(3, random.Next(3)), name, null, "sme", null) : new(OneIn(2) ? Id(3, 10 + random.Next(7)) : null, name, Of(Sirens), "sme", null);

        Affiliation Affiliation()
        {
            var from = Day(12);
            DateOnly? to = OneIn(2) ? from.AddDays(random.Next(365 * 6)) : null;
            return OneIn(4)
                ? new(Id(3, random.Next(3)), null, OneIn(2) ? Of(Sirens) : null, from, to)
                : new(Id(3, 10 + random.Next(7)), Of(Sirens), OneIn(3) ? Of(Sirens) : null, from, to);
        }

        IEnumerable<T> Some<T>(int most, Func<T> one) => Enumerable.Range(0, random.Next(most + 1)).Select(_ => one());

        public IEnumerable<object> Events()
        {
            yield return Given.Programme();
            foreach (var person in People)
                yield return Given.Person(person, $"Person {person}", [Roles.Expert], [.. Some(3, Affiliation)]);
            foreach (var (number, dossier) in Dossiers.Index())
            {
                var call = OneIn(3) ? Id(4, 1) : Id(4, 2 + number);
                var at = new DateTimeOffset(OneIn(2) ? Day(8) : Day(1), new TimeOnly(10, 0), TimeSpan.Zero);
                yield return Given.Submitted(
                    dossier, reference: $"{at.Year}-{number:0000}", lead: Organisation("Lead"), partners: [.. Some(3, () => Organisation($"Partner {random.Next(9)}"))], holderId: Of(People),
                    coHolderIds: [.. Some(2, () => Of(People)).Distinct()], challenged: [.. Some(1, () => Of(People))], callId: call, at: at);
                yield return Given.Admitted(dossier);
                if (OneIn(5))
                    yield return Given.Withdrawn(dossier, 3);
                else if (OneIn(5))
                    yield return Given.Refused(dossier, 4);
                if (OneIn(2))
                    yield return Given.Held(dossier, 1, Of(People));
            }
            yield return new HistoryImported(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Given.At,
                [.. Enumerable.Range(1, 8).Select(number => new PastDossier($"H-{number}", "Past", Day(8), "Somebody", OneIn(5) ? null : Of(Sirens)))]);
        }

        public string[] Interests() => [.. Some(2, () => Of(Sirens)).Distinct()];
    }

    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task The_graph_finds_for_every_pair_what_is_found_for_the_pair_alone(Dialect dialect)
    {
        var codes = new HashSet<string>();
        var clear = 0;
        for (var seed = 1; seed <= (LongRun.Asked ? 100 : 4); seed++)
        {
            await using var db = await TestDatabase.Create(dialect, ExpertReviewService.Service, new TestClock("2026-06-01T09:00:00Z"));
            var world = new World(seed);
            foreach (var happened in world.Events())
                await db.Hear(happened);
            foreach (var person in world.People)
                await db.Get<ExpertStore>().Save(
                    null, ConflictsTests.InPool(person) with { Declaration = new(Today, null, world.Interests()) }, Actor.Service("test"), CancellationToken.None);
            var store = db.Get<ConflictStore>();
            var graph = await store.Graph(CancellationToken.None);
            // Somebody unknown and an unknown dossier are asked for too.
            foreach (var person in world.People.Append(Guid.CreateVersion7()))
            {
                var caller = new Caller(person, new HashSet<string> { Roles.Chair }, "test");
                var standings = await store.StandingOnAll(caller, graph, CancellationToken.None);
                foreach (var dossier in world.Dossiers.Append(Guid.CreateVersion7()))
                {
                    var alone = await store.Between(person, dossier, CancellationToken.None);
                    Assert.That(graph.Between(person, dossier).OrderBy(one => one.English, StringComparer.Ordinal), Is.EqualTo(alone.OrderBy(one => one.English, StringComparer.Ordinal)), $"seed {seed}");
                    Assert.That(standings.GetValueOrDefault(dossier, Stance.Unknown), Is.EqualTo(await store.StandingOn(caller, dossier, CancellationToken.None)), $"seed {seed}");
                    codes.UnionWith(alone.Select(one => one.Code));
                    clear += alone.Count == 0 ? 1 : 0;
                }
            }
        }
        Assert.That(codes, Is.SupersetOf(new[]
        {
            ConflictCodes.SameOrganisation, ConflictCodes.SameGroup, ConflictCodes.Partner, ConflictCodes.Holder, ConflictCodes.Challenged, ConflictCodes.Interviewed,
            ConflictCodes.JointProject, ConflictCodes.CompetingDossier, ConflictCodes.DeclaredInterest, ConflictCodes.NotKnown,
        }), "the worlds hold every kind");
        Assert.That(clear, Is.GreaterThan(20));
    }

    [Test]
    public async Task A_proposal_asks_the_database_as_often_for_many_experts_as_for_three()
    {
        await using var scene = await Scene.Set(Dialect.Sqlite);
        var asked = 0;
        scene.Db.Database.Opened += _ => asked++;
        async Task<int> Asked()
        {
            asked = 0;
            var pool = await scene.Db.Get<AssignmentPools>().For(Scene.Office, CancellationToken.None);
            Proposing.Run(pool, Draft.Begin(scene.Clock.GetUtcNow()));
            return asked;
        }
        var few = await Asked();
        for (var number = 40; number < 60; number++)
        {
            await scene.Hear(Given.Person(Scene.Caller(number).PersonId, $"Expert {number}", [Roles.Expert], Given.Of(Given.StrangerSiren)));
            await scene.Describe(Scene.Caller(number, Roles.Expert), Scene.Caller(number).PersonId, 0);
        }
        Assert.That(await Asked(), Is.EqualTo(few));
    }
}
