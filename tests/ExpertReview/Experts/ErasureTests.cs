using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Experts;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ErasureTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    [Test]
    public async Task An_erased_expert_is_a_pseudonym_and_what_they_said_of_themselves_is_gone()
    {
        await using var scene = await Scene.Set(dialect);
        var ann = Scene.Ann.PersonId;
        var assigned = await scene.Assign(Scene.Office, Scene.Ann);
        Assert.That(assigned.Status, Is.LessThan(300));
        await scene.Hear(new PersonErased(Guid.CreateVersion7(), ann, 1_000, scene.Clock.GetUtcNow()));

        var person = await scene.Db.Get<PersonStore>().Find(ann, Stop);
        Assert.That((person?.Name, person?.Disabled, person?.Roles.Count), Is.EqualTo((Pseudonym.Of(ann), true, 0)));
        var expert = await scene.Db.Get<ExpertStore>().Find(ann, Stop);
        Assert.That((expert?.Keywords.Count, expert?.Absences.Count, expert?.Declaration.Text, expert?.Declaration.Organisations.Count), Is.EqualTo((0, 0, (string?)null, 0)));
        Assert.That(await scene.Db.Database.QuerySingleOrDefault<int>("select count(*) from Invitation where ExpertId = @Ann", new { Ann = ann }, Stop), Is.EqualTo(1), "what was decided with them stays");
        Assert.That(await AuditTrail.FirstBreak(scene.Db.Database, Stop), Is.Null);
    }

    [Test]
    public async Task Reviews_votes_and_invitations_are_told_to_the_person_and_only_counted_for_anybody_else()
    {
        await using var scene = await Scene.Set(dialect);
        await scene.Assign(Scene.Office, Scene.Ann);
        var own = await ExportPerson.Data.Of(scene.Db.Database, Scene.Ann.PersonId, themselves: true, Stop);
        var others = await ExportPerson.Data.Of(scene.Db.Database, Scene.Ann.PersonId, themselves: false, Stop);
        Assert.That(own.Parts.Where(part => part.Withheld), Is.Empty);
        var invitations = own.Parts.Single(part => part.Name == Words.Say("Invitations to review", "Invitations à expertiser"));
        Assert.That((invitations.Count, invitations.Rows.Count), Is.EqualTo((1, 1)));
        Assert.That(others.Parts.Select(part => part.Count), Is.EqualTo(own.Parts.Select(part => part.Count)));
        Assert.That(others.Parts.Where(part => part.Withheld).Select(part => part.Name), Is.EqualTo(new[]
        {
            Words.Say("Declaration of interests", "Déclaration d’intérêts"), Words.Say("Invitations to review", "Invitations à expertiser"),
            Words.Say("Reviews written", "Expertises rédigées"), Words.Say("Recusals", "Déports"), Words.Say("Votes", "Votes"),
            Words.Say("Written into minutes", "Écrit dans des procès-verbaux"),
        }));
        Assert.That(others.Parts.Where(part => part.Withheld).SelectMany(part => part.Rows), Is.Empty);
    }
}
