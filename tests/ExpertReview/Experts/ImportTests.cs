using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Experts;

/// <summary>A list of experts: looked at, taken whole or not at all, and not twice.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class ImportTests(Dialect dialect)
{
    Scene scene = null!;

    [SetUp]
    public async Task Set() => scene = await Scene.Set(dialect);

    [TearDown]
    public async Task End() => await scene.DisposeAsync();

    static string Ann => $"{Scene.Ann.PersonId:N}@example.org";

    async Task<Answer> Import(string content, bool dryRun = false) => Answer.Of(await ImportExperts.Handle(
        new(content, dryRun), Scene.Office, scene.Db.Get<ExpertStore>(), scene.Db.Get<ExpectedExpertStore>(), scene.Clock, CancellationToken.None));

    async Task<ImportExperts.View> Taken(string content) => (await Import(content)).As<ImportExperts.View>();

    Task<Expert?> Entry(Caller expert) => scene.Db.Get<ExpertStore>().Find(expert.PersonId, CancellationToken.None);

    async Task<IReadOnlyList<ExpertExpected>> Told() => [.. (await scene.Db.Events()).OfType<ExpertExpected>()];

    [Test]
    public async Task A_list_is_looked_at_without_a_change_and_then_taken_once()
    {
        var yann = Scene.Caller(30, Roles.Expert);
        await scene.Hear(Given.Person(yann.PersonId, "Yann Young", [Roles.Expert]));
        var list = $"""
            email;profile;sectors;digital;largest_load;language
            {Ann.ToUpperInvariant()};industry;medtech|biotech-pharma;no;2;
            {yann.PersonId:N}@example.org;clinician;medtech;;;
            zoe@example.org;Academic;medtech;yes;7;en
            """;
        var looked = (await Import(list, dryRun: true)).As<ImportExperts.View>();
        var was = await Entry(Scene.Ann);
        Assert.Multiple(async () =>
        {
            Assert.That(looked.Done, Is.False);
            Assert.That(looked.Lines.Select(line => (line.Line, line.Fate)), Is.EqualTo(new[] { (2, (LineFate?)LineFate.Changes), (3, LineFate.Joins), (4, LineFate.Invited) }));
            Assert.That(was!.Revision, Is.EqualTo(1));
            Assert.That(await Told(), Is.Empty);
        });

        Assert.That((await Taken(list)).Done, Is.True);

        var now = (await Entry(Scene.Ann))!;
        Assert.Multiple(async () =>
        {
            Assert.That((now.Profile, string.Join(' ', now.Sectors), now.Digital, now.LargestLoad, string.Join(' ', now.Keywords)), Is.EqualTo((ExpertProfile.Industry, "medtech biotech-pharma", false, 2, "heart")), "what the list does not say stays");
            Assert.That(now.Declaration.DeclaredOn, Is.EqualTo(was!.Declaration.DeclaredOn), "a list declares nothing");
            Assert.That(await Entry(yann), Has.Property("Profile").EqualTo(ExpertProfile.Clinician).And.Property("LargestLoad").EqualTo(Expert.UsualLoad));
            Assert.That((await Told()).Select(told => (told.Email, told.Language, told.ExpectedBy)), Is.EqualTo(new[] { ("zoe@example.org", "en", Scene.Office.PersonId) }));
        });
        var again = await Taken(list);
        Assert.That(again.Lines.Select(line => line.Fate), Is.All.EqualTo(LineFate.Same));
        Assert.That(((await Entry(Scene.Ann))!.Revision, (await Told()).Count), Is.EqualTo((2L, 1)));
    }

    [Test]
    public async Task Who_was_waited_for_comes_into_the_pool_with_their_account()
    {
        await Taken("email,profile,sectors\nzoe@example.org,academic,medtech");
        Assert.That((await Taken("email,profile,sectors\nzoe@example.org,clinician,medtech")).Lines.Single().Fate, Is.EqualTo(LineFate.AwaitedChanges));
        Assert.That(await Told(), Has.Count.EqualTo(1), "invited once");
        var zoe = Scene.Caller(31, Roles.Expert);
        PersonRegistered Registered(params string[] roles) => new(Guid.CreateVersion7(), zoe.PersonId, 1, Given.At, "Zoé Zola", "Zoe@Example.org", "fr", roles, []);
        await scene.Hear(Registered(Roles.Holder));
        Assert.That(await Entry(zoe), Is.Null, "no expert yet");
        await scene.Hear(new PersonChanged(Guid.CreateVersion7(), zoe.PersonId, 2, Given.At, "Zoé Zola", "zoe@example.org", "fr", [Roles.Expert], []));
        Assert.That(await Entry(zoe), Has.Property("Profile").EqualTo(ExpertProfile.Clinician));
        Assert.That(await scene.Db.Get<ExpectedExpertStore>().All(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task What_experts_are_described_with_goes_by_its_newest_name()
    {
        VocabularyChanged Named(string vocabulary, long sequence, string english) =>
            new(Guid.CreateVersion7(), Guid.CreateVersion7(), sequence, Given.At, vocabulary, "medtech", english, $"{english} (fr)");
        await scene.Hear(Named(KnownWords.Sector, 1, "Devices of old"));
        await scene.Hear(Named(KnownWords.Sector, 3, "Medical devices"));
        await scene.Hear(Named(KnownWords.Sector, 2, "Devices"));
        await scene.Hear(Named("region", 1, "No sector"));
        var words = await scene.Db.Get<ExpertStore>().Words(CancellationToken.None);
        Assert.That(words.Of(KnownWords.Sector, ["medtech", "e-health"]), Is.EqualTo(new[] { "Medical devices", "e-health" }));
        Assert.That(Languages.In("fr", () => words.Of(KnownWords.Sector, "medtech")), Is.EqualTo("Medical devices (fr)"));
        Assert.That(words.Codes("region"), Is.Empty);
    }

    [Test]
    public async Task Who_was_listed_under_another_address_of_theirs_comes_into_the_pool_and_is_known_by_it_from_then_on()
    {
        var yann = Scene.Caller(33, Roles.Expert);
        const string List = "email,profile,sectors\nyann@lab.example,academic,medtech";
        await Taken(List);
        var waiting = (await scene.Db.Get<ExpectedExpertStore>().All(CancellationToken.None)).Single();
        await scene.Hear(new ExpectedExpertFound(Guid.CreateVersion7(), waiting.Id, 1, Given.At, yann.PersonId));
        Assert.That(await Entry(yann), Is.Null, "nothing is known of them here yet");
        await scene.Hear(Given.Person(yann.PersonId, "Yann Young", [Roles.Expert]));
        Assert.That(await Entry(yann), Has.Property("Profile").EqualTo(ExpertProfile.Academic));
        Assert.That(await scene.Db.Get<ExpectedExpertStore>().All(CancellationToken.None), Is.Empty);

        Assert.That((await Taken(List)).Lines.Single().Fate, Is.EqualTo(LineFate.Same));
        Assert.That((await Taken(List.Replace("academic", "clinician", StringComparison.Ordinal))).Lines.Single().Fate, Is.EqualTo(LineFate.Changes));
        Assert.That(await Told(), Has.Count.EqualTo(1), "nobody is invited again");
        var twice = (await Import($"{List}\n{yann.PersonId:N}@example.org,academic,medtech", dryRun: true)).As<ImportExperts.View>();
        Assert.That(twice.Lines[1].Mistakes.Single().Because, Is.EqualTo("Another address of this person stands on line 2 already."));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(await ExportPerson.Data.Of(scene.Db.Database, yann.PersonId, themselves: true, CancellationToken.None)), Does.Contain("yann@lab.example"));

        await scene.Hear(new PersonErased(Guid.CreateVersion7(), yann.PersonId, 9, Given.At));
        Assert.That(await scene.Db.Database.Query<string>("select NormalizedEmail from ExpertAddress", null, CancellationToken.None), Is.Empty);
        await scene.Hear(new ExpectedExpertFound(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, Given.At, yann.PersonId));
        Assert.That(await scene.Db.Database.Query<string>("select NormalizedEmail from ExpertAddress", null, CancellationToken.None), Is.Empty, "nobody is waited for there");
    }

    [Test]
    public async Task One_bad_line_and_nothing_is_taken_with_every_mistake_said_in_both_languages()
    {
        await scene.Hear(Given.Person(Scene.Caller(32).PersonId, "Hal Holder", [Roles.Holder]));
        var list = $"""
            email,profile,digital,largest_load,declared_sirens
            zoe@example.org,academic,yes,2,
            zoe@example.org,academic,yes,2,
            nobody,academic,yes,2,
            new@example.org,,yes,2,
            {Ann},wizard,maybe,-1,111111111
            {Scene.Caller(32).PersonId:N}@example.org,academic,,,
            more@example.org,academic,yes,2,,x
            """;
        var looked = (await Import(list, dryRun: true)).As<ImportExperts.View>();
        Assert.That(looked.Lines.Select(line => string.Join(' ', line.Mistakes.Select(mistake => mistake.Column))), Is.EqualTo(new[]
        {
            "", "email", "email", "profile", "profile digital largest_load declared_sirens", "email", "",
        }));
        Assert.That(looked.Lines[6].Mistakes.Single().Because, Does.Contain("6 cells"));
        Assert.That(looked.Lines[1].Mistakes.Single().Because, Is.EqualTo("This address stands on line 2 already."));
        Assert.That(Languages.In("fr", () => Import(list, dryRun: true)).Result.As<ImportExperts.View>().Lines[1].Mistakes.Single().Because, Does.StartWith("Cette adresse figure déjà"));
        var refused = await Import(list);
        Assert.That((refused.Status, await Told(), (await Entry(Scene.Ann))!.Revision), Is.EqualTo((400, Array.Empty<ExpertExpected>(), 1L)));
    }

    [TestCase("")]
    [TestCase("name,profile\nx,academic")]
    [TestCase("profile\nacademic")]
    [TestCase("email,email\na@b.fr,a@b.fr")]
    public async Task A_file_without_its_header_is_refused_whole(string content) =>
        Assert.That((await Import(content, dryRun: true)).Status, Is.EqualTo(content.Length == 0 ? 400 : 422));

    [Test]
    public async Task Who_is_waited_for_no_more_is_gone_from_the_list()
    {
        var store = scene.Db.Get<ExpectedExpertStore>();
        await Taken("email,profile\nzoe@example.org,academic");
        var zoe = (await store.All(CancellationToken.None)).Single();
        var who = new Actor(Scene.Office.PersonId, Roles.Office, "test");
        Assert.That(await store.Withdraw(zoe.Id, zoe.Revision + 1, who, CancellationToken.None), Is.False);
        Assert.That(await store.Withdraw(zoe.Id, zoe.Revision, who, CancellationToken.None), Is.True);
        Assert.That(await store.All(CancellationToken.None), Is.Empty);
    }
}
