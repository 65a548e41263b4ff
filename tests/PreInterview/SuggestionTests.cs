using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview.Tests;

/// <summary>Who suits an interview, and in which order.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class SuggestionTests(Dialect dialect)
{
    static ExpertProfileChanged Profile(Guid person, string[] sectors, string[] areas, long sequence = 1, params ExpertAbsence[] absences) =>
        new(Guid.CreateVersion7(), person, sequence, World.Morning, sectors, areas, [], [], false, absences);

    static async Task<IReadOnlyList<Suggestion>> Suggested(World world, Guid dossier, Hosting.Caller? caller = null)
    {
        var view = await world.Of(dossier);
        var seen = await world.Interviews.See(view.Id, Viewer.Of(world.AsOffice), default);
        return await world.Suggestions.For(seen!, caller ?? world.AsOffice, default);
    }

    [Test]
    public async Task Who_knows_the_subject_comes_first_then_who_has_had_fewer_interviews()
    {
        await using var world = await World.Create(dialect);
        Guid knows = Guid.CreateVersion7(), area = Guid.CreateVersion7(), away = Guid.CreateVersion7(), partner = Guid.CreateVersion7();
        foreach (var (id, name) in new[] { (knows, "Kim Knows"), (area, "Ada Area"), (away, "Abe Away") })
            await world.Hear(Samples.Person(id, name, [Roles.Expert]));
        await world.Hear(Samples.Person(partner, "Paul Partner", [Roles.Expert], Samples.At(Samples.PartnerSiren)));
        await world.Hear(Profile(knows, ["medtech", "e-health"], []));
        await world.Hear(Profile(area, ["e-health"], []));
        await world.Hear(Profile(away, ["medtech"], [], 1, new ExpertAbsence(new(2026, 3, 1), new(2026, 3, 31))));
        await world.Hear(Profile(partner, ["medtech"], []));
        // Anne has an interview already, Carl has none; neither is described.
        await world.Concluded(InterviewRecommendation.Proceed);

        var suggested = await Suggested(world, await world.Admitted(reference: "2026-0043"));

        Assert.That(suggested.Select(one => one.Expert.Name), Is.EqualTo(new[] { "Kim Knows", "Ada Area", "Carl Colleague", "Anne Expert", "Abe Away", "Paul Partner" }));
        Assert.That((suggested[0].Sectors.Single(), suggested[0].Fit, suggested[3].Load), Is.EqualTo(("medtech", 3, 1)));
        Assert.That(suggested[4].AbsentUntil, Is.EqualTo(new DateOnly(2026, 3, 31)));
        Assert.That(suggested[5].Conflicts.Single().English, Does.Contain("Partner SA"));
        Assert.That(suggested.Take(5).SelectMany(one => one.Conflicts), Is.Empty);
    }

    [Test]
    public async Task A_value_is_called_as_was_heard_last_and_by_its_code_until_it_was_heard_of()
    {
        await using var world = await World.Create(dialect);
        var value = Guid.CreateVersion7();
        VocabularyChanged Said(string vocabulary, string code, long sequence, string english) =>
            new(Guid.CreateVersion7(), value, sequence, World.Morning, vocabulary, code, english, $"{english} (fr)");
        await world.Hear(Said(KnownWords.Sector, "medtech", 2, "Medical devices"));
        await world.Hear(Said(KnownWords.Sector, "medtech", 1, "Medtech"));
        await world.Hear(Said("region", "e-health", 1, "A region of that name"));
        Assert.That((await world.Known.Words(default)).Of(KnownWords.Sector, ["medtech", "e-health"]), Is.EqualTo(new[] { "Medical devices", "e-health" }));
        Assert.That((await world.Known.Words(default)).Of(KnownWords.TherapeuticArea, ["medtech"]), Is.EqualTo(new[] { "medtech" }));
    }

    [Test]
    public async Task Whoever_proposes_is_not_suggested_to_themselves()
    {
        await using var world = await World.Create(dialect);
        var suggested = await Suggested(world, await world.Admitted(), World.As(world.Expert, Roles.Office, Roles.Expert));
        Assert.That(suggested.Single(one => one.Expert.Id == world.Expert).Conflicts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_older_word_of_the_pool_never_overwrites_a_newer_and_an_erasure_empties_it_for_good()
    {
        await using var world = await World.Create(dialect);
        await world.Hear(Profile(world.Expert, ["medtech"], [], sequence: 3));
        await world.Hear(Profile(world.Expert, ["e-health"], [], sequence: 2));
        Assert.That((await world.Known.Profiles(default))[world.Expert].Sectors, Is.EqualTo(new[] { "medtech" }));

        await world.Hear(new PersonErased(Guid.CreateVersion7(), world.Expert, 2, World.Morning));
        await world.Hear(Profile(world.Expert, ["medtech"], [], sequence: 4));
        Assert.That((await world.Known.Profiles(default))[world.Expert].Sectors, Is.Empty);
    }
}
