using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ReplaceTests(Dialect dialect)
{
    [Test]
    public async Task Of_equals_whoever_has_least_to_do_is_named_first()
    {
        await using var scene = await Scene.Set(dialect);
        var (dan, eve) = (Scene.Caller(20, Roles.Expert), Scene.Caller(21, Roles.Expert));
        foreach (var (expert, name) in new[] { (dan, "Dan Doctor"), (eve, "Eve Doctor") })
        {
            await scene.Hear(Given.Person(expert.PersonId, name, [Roles.Expert], Given.Of(Given.StrangerSiren)));
            await scene.Describe(expert, expert.PersonId, 0, ExpertProfile.Clinician);
        }
        var other = Guid.Parse("00000000-0000-7000-8000-00000000d002");
        await scene.Hear(Given.Submitted(other, reference: "2026-0002"), Given.Admitted(other), Given.Waived(other, 1));
        var cleo = await scene.Accepted(Scene.Cleo);
        await scene.Assign(Scene.Office, Scene.Ann);
        await scene.Assign(Scene.Office, Scene.Bob);
        Assert.That((await scene.Assign(Scene.Office, dan, other)).Status, Is.EqualTo(201));
        var store = scene.Db.Get<InvitationStore>();
        var invitation = (await store.OfDossier(Scene.Dossier, CancellationToken.None)).Single(one => one.Id == cleo.Id);
        var dossier = (await scene.Db.Get<DossierStore>().Find(Scene.Dossier, CancellationToken.None))!;
        var named = await ReplaceExpert.Candidates(
            invitation, dossier, store, scene.Db.Get<ExpertStore>(), scene.Db.Get<ConflictStore>(), scene.Clock.GetUtcNow(), CancellationToken.None);
        Assert.That(named.Select(one => (one.Name, one.OpenReviews)), Is.EqualTo(new[] { ("Eve Doctor", 0), ("Dan Doctor", 1) }));
    }

    [Test]
    public void A_review_of_which_nothing_has_a_weight_says_nothing()
    {
        ScoredReview Of(params decimal[] weights) => new(
            Guid.Empty, Guid.Empty, "", ExpertProfile.Academic, 1, default, ReviewRecommendation.Label, 1,
            [
                .. weights.Select(weight => new ScoredCriterion
                {
                    InvitationId = Guid.Empty, Code = "", English = "", French = "", Weight = weight, Threshold = 3, Score = 4, CommentToHolder = null, CommentToCommittee = null,
                }),
            ]);
        ScoredDossier With(params ScoredReview[] reviews) => new()
        {
            DossierId = Guid.Empty,
            Reference = "",
            Acronym = "",
            Title = "",
            Call = "",
            RegisteredOn = default,
            Released = null,
            Reviews = reviews,
        };
        Assert.That(new[] { Of(), Of(0), Of(2, 1) }.Select(review => review.Total), Is.EqualTo(new decimal?[] { null, null, 4 }));
        Assert.That((With().Mean, With(Of(0)).Mean, With(Of(0), Of(1)).Mean), Is.EqualTo(((decimal?)null, (decimal?)null, (decimal?)4)));
        Assert.That(With(Of(0), Of(1)).Totals, Has.Count.EqualTo(1));
    }
}
