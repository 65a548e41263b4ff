using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.Submission.Tests;

/// <summary>What the life of a dossier shows of its interview, and that nothing shows before a release.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class InterviewWordTests(Dialect dialect)
{
    [Test]
    public async Task The_life_of_a_dossier_goes_on_with_the_last_word_of_its_interview_and_not_back_with_an_older_one()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Admissible();
        Assert.That(await Current(world, dossier.Id), Is.EqualTo(2));
        await world.Database.Hear(Concluded(dossier.Id, 3, InterviewRecommendation.Proceed));
        Assert.That(await Current(world, dossier.Id), Is.EqualTo(3));
        await world.Database.Hear(Concluded(dossier.Id, 2, InterviewRecommendation.Replan));
        Assert.That(await Current(world, dossier.Id), Is.EqualTo(3));
    }

    [Test]
    public async Task A_waiver_opens_the_gate_too()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Admissible();
        await world.Database.Hear(new InterviewWaived(Guid.CreateVersion7(), dossier.Id, 1, world.Clock.GetUtcNow()));
        Assert.That(await Current(world, dossier.Id), Is.EqualTo(3));
    }

    [Test]
    public async Task That_experts_were_assigned_shows_in_no_step()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Admissible();
        await world.Database.Hear(Concluded(dossier.Id, 1, InterviewRecommendation.Proceed));
        var before = await Steps(world, dossier.Id);
        await world.Database.Hear(new ExpertAssigned(Guid.CreateVersion7(), dossier.Id, 1, world.Clock.GetUtcNow(), Sample.Expert));
        Assert.That(await Steps(world, dossier.Id), Is.EqualTo(before));
    }

    static InterviewConcluded Concluded(Guid dossier, long sequence, InterviewRecommendation recommendation) => new(
        Guid.CreateVersion7(), dossier, sequence, new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero), Guid.CreateVersion7(), Sample.Expert, 1, recommendation,
        recommendation is InterviewRecommendation.Replan ? new DateOnly(2026, 6, 1) : null, null);

    static async Task<IReadOnlyList<Step>> Steps(World world, Guid id) => (await world.Database.Get<DossierReader>().Read(id, World.Holder, default))!.Steps;

    static async Task<int> Current(World world, Guid id) => (await Steps(world, id)).Index().Single(step => step.Item.State is StepState.Current).Index;
}
