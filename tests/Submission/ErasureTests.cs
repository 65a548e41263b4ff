using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ErasureTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    static Task<string?> NameOf(World world, Guid person) =>
        world.Database.Database.QuerySingleOrDefault<string>("select Name from Person where Id = @Person", new { Person = person }, Stop);

    [Test]
    public async Task An_erased_person_is_a_pseudonym_here_whatever_is_heard_when_and_the_dossier_stays()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        Assert.That(await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), Sample.Holder, 9, Sample.Noon)), Is.EqualTo(Heard.Applied));
        Assert.That(await NameOf(world, Sample.Holder), Is.EqualTo(Pseudonym.Of(Sample.Holder)));
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.Holder, 8, Sample.Noon, "Her Name", "h@example.org", "fr", [Roles.Holder], []));
        Assert.That(await NameOf(world, Sample.Holder), Is.EqualTo(Pseudonym.Of(Sample.Holder)), "told late");
        Assert.That((await world.View(dossier.Id)).Reference, Is.EqualTo(dossier.Reference));

        var early = Guid.CreateVersion7();
        await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), early, 2, Sample.Noon));
        await world.Database.Hear(new PersonRegistered(Guid.CreateVersion7(), early, 1, Sample.Noon, "Early", "e@example.org", "fr", [Roles.Holder], []));
        Assert.That(await NameOf(world, early), Is.EqualTo(Pseudonym.Of(early)), "erased before they were heard of");
        Assert.That(await AuditTrail.FirstBreak(world.Database.Database, Stop), Is.Null);
    }

    [Test]
    public async Task Mails_and_personal_values_of_the_trail_go_with_the_person_and_the_chain_holds()
    {
        await using var world = await World.Create(dialect);
        var database = world.Database.Database;
        await using (var transaction = await database.Begin(Stop))
        {
            await Mail.Add(transaction, new OutgoingMail("test", "one", "her@example.org", "fr", "Bonjour", "Bonjour") { PersonId = Sample.Holder });
            await AuditTrail.Add(transaction, Actor.Service("test"), "test.done", Guid.CreateVersion7(), personal: new { Person = Sample.Holder, Name = "Her Name" });
            await AuditTrail.Add(transaction, Actor.Service("test"), "test.done", Guid.CreateVersion7(), personal: new { Person = Sample.Officer, Name = "Another" });
            await transaction.Commit();
        }
        await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), Sample.Holder, 9, Sample.Noon));
        Assert.That(await database.Query<string>("select PersonalValue from AuditPersonal where PersonalValue like '%Name%' or PersonalValue like '%name%'", null, Stop), Has.None.Contains("Her Name"));
        Assert.That(await database.QuerySingleOrDefault<int>("select count(*) from AuditPersonal where PersonalValue like '%Another%'", null, Stop), Is.EqualTo(1));
        Assert.That((await Mail.Log(database, 1, 10, Stop)).Lines.Single().Address, Is.Null);
        Assert.That(await AuditTrail.FirstBreak(database, Stop), Is.Null);
    }

    [Test]
    public async Task A_draft_goes_once_its_time_is_over_and_a_deposited_dossier_never()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        var draft = await world.Draft();
        var database = world.Database.Database;
        var retention = new Retention(database, [DraftRetention.Category]);
        Assert.That((await retention.Lines(Stop)).Single().Due, Is.Zero);
        world.Clock.Advance(TimeSpan.FromDays(731));
        Assert.That((await retention.Lines(Stop)).Single().Due, Is.EqualTo(1));
        Assert.That(await retention.Delete(DraftRetention.Category, Actor.Service("test"), Stop), Is.EqualTo(1));
        Assert.That(await database.QuerySingleOrDefault<int>("select count(*) from Dossier where Id = @Id", new { draft.Id }, Stop), Is.Zero);
        Assert.That(await database.QuerySingleOrDefault<int>("select count(*) from Dossier", null, Stop), Is.EqualTo(1));
        Assert.That(await retention.Delete(DraftRetention.Category, Actor.Service("test"), Stop), Is.Zero);
        Assert.That(await AuditTrail.FirstBreak(database, Stop), Is.Null);
    }
}
