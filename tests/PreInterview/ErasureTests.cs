using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ErasureTests(Dialect dialect)
{
    [Test]
    public async Task An_erased_expert_is_a_pseudonym_proposed_to_nobody_and_groups_are_still_known()
    {
        await using var world = await World.Create(dialect);
        var person = Guid.CreateVersion7();
        await world.Hear(Samples.Person(person, "Anne Expert", [Roles.Expert], Samples.At(Samples.LeadSiren, group: Samples.GroupSiren), Samples.At(Samples.OtherSiren)));
        Assert.That(await world.Hear(new PersonErased(Guid.CreateVersion7(), person, 2, Samples.Instant("2026-03-12T08:00:00Z"))), Is.EqualTo(Heard.Applied));
        await world.Hear(new PersonChanged(Guid.CreateVersion7(), person, 1, Samples.Instant("2026-03-12T08:00:00Z"), "Anne Expert", "a@example.org", "fr", [Roles.Expert], []));

        var known = (await world.Known.Persons([person], default))[person];
        Assert.That((known.Name, known.Disabled, known.IsActiveExpert), Is.EqualTo((Pseudonym.Of(person), true, false)));
        Assert.That(known.Affiliations.Select(each => (each.Siren, each.CountsFor(new DateOnly(1995, 1, 1)))), Is.EqualTo(new[] { (Samples.LeadSiren, false) }));
        Assert.That((await world.Known.GroupsOf([Samples.LeadSiren], default))[Samples.LeadSiren], Is.EqualTo(new[] { Samples.GroupSiren }));
    }
}
