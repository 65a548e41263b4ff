using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>Who reads what: tested by what must not be there.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class VisibilityTests(Dialect dialect)
{
    static readonly Answer Nothing = new(404, "not-found", null);

    Scene scene = null!;

    [SetUp]
    public async Task Set() => scene = await Scene.Set(dialect);

    [TearDown]
    public async Task End() => await scene.DisposeAsync();

    [Test]
    public async Task An_expert_sees_their_own_invitations_and_no_other()
    {
        var ann = await scene.Accepted(Scene.Ann);
        var bob = await scene.Accepted(Scene.Bob);
        Assert.That((await scene.List(Scene.Ann)).Select(line => line.Id), Is.EqualTo(new[] { ann.Id }));
        Assert.That((await scene.List(Scene.Ann, Scene.Dossier)).Select(line => line.Id), Is.EqualTo(new[] { ann.Id }));
        Assert.That(await scene.Show(Scene.Ann, bob.Id), Is.EqualTo(Nothing));
        Assert.That(await scene.Others(Scene.Ann, bob.Id), Is.EqualTo(Nothing));
        Assert.That(await scene.Accept(Scene.Ann, bob.Id, bob.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Decline(Scene.Ann, bob.Id, bob.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Declare(Scene.Ann, bob.Id, bob.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Write(Scene.Ann, bob.Id, bob.Revision, Scene.Complete()), Is.EqualTo(Nothing));
        Assert.That(await scene.Submit(Scene.Ann, bob.Id, bob.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Show(Scene.Ann, Guid.CreateVersion7()), Is.EqualTo(Nothing));
        Assert.That(await scene.List(Scene.Cleo), Is.Empty);
    }

    [Test]
    public async Task The_office_sees_all_and_does_not_do_the_experts_part()
    {
        var ann = await scene.Accepted(Scene.Ann);
        Assert.That((await scene.List(Scene.Office, Scene.Dossier)).Select(line => (line.Id, line.ExpertName)), Is.EqualTo(new[] { (ann.Id, "Ann Academic") }));
        Assert.That(await scene.List(Scene.Office, Guid.CreateVersion7()), Is.Empty);
        Assert.That((await scene.Show(Scene.Office, ann.Id)).View.ExpertName, Is.EqualTo("Ann Academic"));
        Assert.That(await scene.Write(Scene.Office, ann.Id, ann.Revision, Scene.Complete()), Is.EqualTo(Nothing));
        Assert.That(await scene.Submit(Scene.Office, ann.Id, ann.Revision), Is.EqualTo(Nothing));
    }

    [TestCase("chair")]
    [TestCase("vice-chair")]
    [TestCase("member")]
    public async Task The_committee_does_not_open_single_invitations(string role)
    {
        var ann = await scene.Submitted(Scene.Ann);
        var caller = Scene.Caller(9, role);
        Assert.That(await scene.Show(caller, ann.Id), Is.EqualTo(Nothing));
        Assert.That(await scene.List(caller), Is.Empty);
    }

    /// <summary>Whoever takes part in a dossier is that there and nothing else, whatever roles they hold.</summary>
    [TestCase("holder")]
    [TestCase("co-holder")]
    [TestCase("affiliated with the lead")]
    [TestCase("affiliated with a partner")]
    public async Task Who_takes_part_sees_nothing_as_office_chair_member_or_expert(string part)
    {
        var ann = await scene.Submitted(Scene.Ann);
        var personId = part switch
        {
            "holder" => Given.HolderId,
            "co-holder" => Given.CoHolderId,
            _ => Guid.CreateVersion7(),
        };
        var everything = new Caller(personId, Roles.All.ToHashSet(StringComparer.Ordinal), "test");
        await scene.Hear(Given.Person(personId, "Twofold", [.. Roles.All], part switch
        {
            "affiliated with the lead" => [Given.Of(Given.LeadSiren)],
            "affiliated with a partner" => [Given.Of(Given.PartnerSiren)],
            _ => [],
        }));
        Assert.That(await scene.Show(everything, ann.Id), Is.EqualTo(Nothing));
        Assert.That(await scene.List(everything), Is.Empty);
        Assert.That(await scene.Synthesis(everything), Is.EqualTo(Nothing));
        Assert.That(await scene.Assignment(everything), Is.EqualTo(Nothing));
        Assert.That(await scene.ConflictsOf(everything, Scene.Ann.PersonId), Is.EqualTo(Nothing));
        Assert.That(await scene.Dossiers(everything), Is.Empty);
        Assert.That(await scene.Assign(everything, Scene.Bob), Is.EqualTo(Nothing));
        Assert.That(await scene.Reopen(everything, ann.Id, ann.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Cancel(everything, ann.Id, ann.Revision), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task An_expert_whose_organisation_joins_the_consortium_loses_the_dossier()
    {
        var ann = await scene.Submitted(Scene.Ann);
        await scene.Hear(Given.Submitted(Scene.Dossier, 3, 2, partners: [Given.Partner, new(null, "Epsilon", Given.StrangerSiren, "hospital", null)]));
        Assert.That(await scene.Show(Scene.Ann, ann.Id), Is.EqualTo(Nothing));
        Assert.That(await scene.List(Scene.Ann), Is.Empty);
        Assert.That(await scene.Others(Scene.Ann, ann.Id), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task Who_reviews_a_dossier_is_an_expert_there_and_nothing_else()
    {
        var bob = await scene.Submitted(Scene.Bob);
        var twofold = Scene.Ann with { Roles = Roles.All.ToHashSet(StringComparer.Ordinal) };
        var ann = await scene.Submitted(twofold);
        Assert.That(await scene.Synthesis(twofold), Is.EqualTo(Nothing));
        Assert.That(await scene.Show(twofold, bob.Id), Is.EqualTo(Nothing));
        Assert.That((await scene.List(twofold)).Select(line => line.Id), Is.EqualTo(new[] { ann.Id }));
        Assert.That(await scene.Assignment(twofold), Is.EqualTo(Nothing));
        Assert.That(await scene.Dossiers(twofold), Is.Empty);
        Assert.That(await scene.Reopen(twofold, ann.Id, ann.Revision), Is.EqualTo(Nothing));
        Assert.That(await scene.Assign(twofold, Scene.Cleo), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task The_office_and_the_chairs_read_names_members_read_numbers()
    {
        await scene.Submitted(Scene.Ann, Scene.Complete(5));
        await scene.Submitted(Scene.Bob, Scene.Complete(1));
        foreach (var caller in new[] { Scene.Office, Scene.Chair, Scene.ViceChair })
        {
            var named = (await scene.Synthesis(caller)).As<ShowSynthesis.View>();
            Assert.That(named.Reviews.Select(review => review.By), Is.EqualTo(new[] { "Ann Academic", "Bob Business" }));
        }
        var view = (await scene.Synthesis(Scene.Member)).As<ShowSynthesis.View>();
        Assert.That(view.Reviews.Select(review => (review.By, review.ExpertId, review.InvitationId)),
            Is.EqualTo(new (string, Guid?, Guid?)[] { ("Expert 1", null, null), ("Expert 2", null, null) }));
        var text = Json.Write(view);
        foreach (var secret in new[] { "Ann", "Bob", Scene.Ann.PersonId.ToString(), Scene.Bob.PersonId.ToString() })
            Assert.That(text, Does.Not.Contain(secret));
        // Weights 2, 1, 1: (2*5+3.5+3)/4 = 4.125 and (2*1+3.5+3)/4 = 2.125.
        Assert.That((view.Mean, view.Spread, view.AllIn, view.Criteria[0].Code, view.Criteria[0].Spread),
            Is.EqualTo(((decimal?)3.13m, 2m, true, "industrial-interest", 4m)));
    }

    [Test]
    public async Task A_review_that_is_not_in_is_not_in_the_synthesis()
    {
        await scene.Submitted(Scene.Ann);
        var bob = await scene.Accepted(Scene.Bob);
        await scene.Write(Scene.Bob, bob.Id, bob.Revision, Scene.Complete(0));
        var view = (await scene.Synthesis(Scene.Chair)).As<ShowSynthesis.View>();
        Assert.That((view.Reviews.Select(review => review.By), view.ReviewsIn, view.ReviewsAwaited, view.AllIn),
            Is.EqualTo((new[] { "Ann Academic" }, 1, 1, false)));
    }

    [TestCase("chair")]
    [TestCase("vice-chair")]
    [TestCase("member")]
    public async Task Somebody_of_the_committee_in_conflict_reads_no_synthesis_even_as_office(string role)
    {
        var ann = await scene.Submitted(Scene.Ann);
        foreach (var caller in new[] { Scene.Caller(9, role), Scene.Caller(9, role, Roles.Office) })
        {
            await scene.Hear(Given.Person(caller.PersonId, "Interviewer", [.. caller.Roles]), Given.Held(Scene.Dossier, 5, caller.PersonId));
            Assert.That(await scene.Synthesis(caller), Is.EqualTo(Nothing));
            Assert.That(await scene.Show(caller, ann.Id), Is.EqualTo(Nothing));
        }
    }

    [TestCase("Own")]
    [TestCase("Office")]
    [TestCase("Detected")]
    public async Task A_recused_member_sees_nothing_of_the_reviews_before_release(string kind)
    {
        var ann = await scene.Submitted(Scene.Ann);
        var sessionId = Guid.CreateVersion7();
        await using (var transaction = await scene.Db.Database.Begin(CancellationToken.None))
        {
            await transaction.Execute(
                """
                insert into Session (Id, Title, StartsAt, Place, Status, Revision, Turn)
                values (@Id, 'March', @At, 'Here', 'Planned', 1, 0)
                """,
                new { Id = sessionId, Given.At });
            foreach (var personId in new[] { Scene.Member.PersonId, Scene.Office.PersonId })
            {
                await transaction.Execute(
                    """
                    insert into Recusal (SessionId, DossierId, PersonId, Kind, Reason, At)
                    values (@SessionId, @DossierId, @PersonId, @Kind, 'A friend of mine.', @At)
                    """,
                    new { SessionId = sessionId, DossierId = Scene.Dossier, PersonId = personId, Kind = kind, Given.At });
            }
            transaction.WithoutTrail("a test writes past the program");
            await transaction.Commit();
        }
        Assert.That(await scene.Synthesis(Scene.Member), Is.EqualTo(Nothing));
        Assert.That(await scene.Synthesis(Scene.Office), Is.EqualTo(Nothing));
        Assert.That(await scene.Show(Scene.Office, ann.Id), Is.EqualTo(Nothing));
        Assert.That((await scene.Synthesis(Scene.Chair)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Somebody_of_the_committee_not_known_yet_reads_no_synthesis()
    {
        await scene.Submitted(Scene.Ann);
        Assert.That(await scene.Synthesis(Scene.Caller(99, Roles.Member)), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task Holders_and_experts_read_no_synthesis()
    {
        await scene.Submitted(Scene.Ann);
        Assert.That(await scene.Synthesis(Scene.Holder), Is.EqualTo(Nothing));
        Assert.That(await scene.Synthesis(Scene.Cleo), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task Experts_read_each_other_without_names_once_all_are_in()
    {
        var ann = await scene.Submitted(Scene.Ann, Scene.Complete(5));
        var bob = await scene.Accepted(Scene.Bob);
        var notYet = new Answer(403, "review.others-not-in", null);
        Assert.That(await scene.Others(Scene.Ann, ann.Id), Is.EqualTo(notYet));
        var written = (await scene.Write(Scene.Bob, bob.Id, bob.Revision, Scene.Complete(1))).View;
        Assert.That(await scene.Others(Scene.Ann, ann.Id), Is.EqualTo(notYet));
        Assert.That(await scene.Others(Scene.Bob, bob.Id), Is.EqualTo(notYet), "nor before one's own is in");
        var submitted = (await scene.Submit(Scene.Bob, bob.Id, written.Revision)).View;

        var others = (await scene.Others(Scene.Ann, ann.Id)).As<ShowOtherReviews.View>();
        Assert.That(others.Reviews.Select(review => (review.By, review.ExpertId, review.InvitationId, review.Total)),
            Is.EqualTo(new (string, Guid?, Guid?, decimal?)[] { ("Expert 2", null, null, 2.13m) }));
        var text = Json.Write(others);
        foreach (var secret in new[] { "Bob", Scene.Bob.PersonId.ToString(), bob.Id.ToString() })
            Assert.That(text, Does.Not.Contain(secret));

        await scene.Reopen(Scene.Office, bob.Id, submitted.Revision);
        Assert.That(await scene.Others(Scene.Ann, ann.Id), Is.EqualTo(notYet), "a reopened review is not in");
        Assert.That(await scene.Others(Scene.Bob, bob.Id), Is.EqualTo(notYet), "nor does its author read on while writing again");
    }

    [Test]
    public async Task The_pool_entry_is_for_its_expert_and_the_office()
    {
        async Task<Answer> Show(Caller caller) => Answer.Of(await ExpertReview.Experts.ShowExpert.Handle(
            Scene.Ann.PersonId, caller, scene.Db.Get<ExpertReview.Experts.ExpertStore>(), scene.Db.Get<ExpertReview.Experts.PersonStore>(), CancellationToken.None));
        Assert.That((await Show(Scene.Ann)).Status, Is.EqualTo(200));
        Assert.That((await Show(Scene.Office)).Status, Is.EqualTo(200));
        Assert.That(await Show(Scene.Bob), Is.EqualTo(Nothing));
        Assert.That(await scene.Describe(Scene.Bob, Scene.Ann.PersonId, 1), Is.EqualTo(Nothing));
        Assert.That((await scene.Describe(Scene.Office, Scene.Member.PersonId, 0)).Code, Is.EqualTo("expert.not-an-expert"));
        Assert.That(await scene.Describe(Scene.Office, Guid.CreateVersion7(), 0), Is.EqualTo(Nothing));
    }

    [Test]
    public async Task A_declaration_bears_the_day_it_was_made()
    {
        scene.Clock.Advance(TimeSpan.FromDays(30));
        ExpertReview.Experts.ExpertView View(Answer answer) => answer.As<ExpertReview.Experts.ExpertView>();
        var first = new DateOnly(2026, 3, 12);
        Assert.That(View(await scene.Describe(Scene.Office, Scene.Ann.PersonId, 1)).DeclaredOn, Is.EqualTo(first), "the office changed nothing that was declared");
        Assert.That(View(await scene.Describe(Scene.Ann, Scene.Ann.PersonId, 2)).DeclaredOn, Is.EqualTo(first.AddDays(30)), "the expert declares again");
        scene.Clock.Advance(TimeSpan.FromDays(10));
        var changed = View(await scene.Describe(Scene.Office, Scene.Ann.PersonId, 3, sirens: [Given.LeadSiren, Given.LeadSiren]));
        Assert.That((changed.DeclaredOn, changed.DeclaredSirens), Is.EqualTo((first.AddDays(40), new[] { Given.LeadSiren })));
        Assert.That((await scene.Assign(Scene.Office, Scene.Ann)).Code, Is.EqualTo("review.conflict"));
    }
}
