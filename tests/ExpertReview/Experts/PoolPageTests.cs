using System.Net;
using System.Net.Http.Headers;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Experts;

/// <summary>The pool of experts on pages: searched, filtered, described, declared, and with whom there is a conflict.</summary>
public class PoolPageTests
{
    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        await service.Hear(
            Given.Programme(), Given.Submitted(Scene.Dossier), Given.Admitted(Scene.Dossier), Given.Waived(Scene.Dossier, 1),
            Given.Person(Scene.Office.PersonId, "Olga Office", [Roles.Office]), Given.Person(Scene.Cleo.PersonId, "Cleo Clinic", [Roles.Expert]),
            Given.Person(Scene.Ann.PersonId, "Ann Academic", [Roles.Expert], Given.Of(Given.StrangerSiren)), Given.Person(Scene.Bob.PersonId, "Bob Business", [Roles.Expert], Given.Of(Given.PartnerSiren)));
        await service.Hear(
            Named(KnownWords.Sector, "medtech", 2, "Medical devices", "Dispositifs médicaux"), Named(KnownWords.Sector, "medtech", 1, "Devices of old", "Anciens dispositifs"),
            Named(KnownWords.TechnologyAxis, "imaging", 1, "Pictures of the body", "Images du corps"), Named("region", "idf", 1, "Paris and around", "Île-de-France"));
        await Saved(Scene.Ann, Scene.Ann, ("revision", "0"), ("profile", "Academic"), ("sectors", "medtech\r\ne-health"), ("keywords", "heart valves"), ("largestLoad", "1"), ("absences", "2026-08-01 2026-08-15"), ("digital", "yes"));
        await Saved(Scene.Office, Scene.Bob, ("revision", "0"), ("profile", "Industry"), ("sectors", "medtech"), ("technologyAxes", "imaging"), ("largestLoad", "3"), ("declaredSirens", "111 111 118"), ("declaration", "Advises Alpha."));
    }

    static VocabularyChanged Named(string vocabulary, string code, long sequence, string english, string french) =>
        new(Guid.CreateVersion7(), Guid.CreateVersion7(), sequence, Given.At, vocabulary, code, english, french);

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    async Task<(int Status, string Page)> Send(Caller caller, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        request.Headers.Accept.ParseAdd("text/html");
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    async Task<string> Read(Caller caller, string path)
    {
        var (status, page) = await Send(caller, HttpMethod.Get, path);
        Assert.That(status, Is.EqualTo(200), page);
        return page;
    }

    async Task Saved(Caller by, Caller expert, params (string, string)[] fields)
    {
        var (status, page) = await Send(by, HttpMethod.Post, $"/experts/{expert.PersonId}/edit", fields);
        Assert.That(status, Is.EqualTo(303), page);
    }

    [TestCase("", "Ann Bob")]
    [TestCase("?text=valves", "Ann")]
    [TestCase("?text=BUSI", "Bob")]
    [TestCase("?text=of+the+BODY", "Bob")]
    [TestCase("?text=medical+devices", "Ann Bob")]
    [TestCase("?sector=e-health", "Ann")]
    [TestCase("?sector=medtech", "Ann Bob")]
    [TestCase("?axis=imaging", "Bob")]
    [TestCase("?area=cardiology", "")]
    [TestCase("?profile=Industry", "Bob")]
    [TestCase("?profile=0", "Ann Bob")]
    [TestCase("?digital=yes", "Ann")]
    [TestCase("?room=yes", "Ann Bob")]
    [TestCase("?unused=3", "Ann Bob")]
    [TestCase("?overdue=yes", "")]
    [TestCase("?sector=medtech&profile=Academic", "Ann")]
    [Order(1)]
    public async Task The_pool_is_searched_and_filtered(string query, string found)
    {
        var page = await Read(Scene.Office, $"/experts{query}");
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
        Assert.That(new[] { "Ann Academic", "Bob Business" }.Where(name => main.Contains(name, StringComparison.Ordinal)).Select(name => name[..3]), Is.EqualTo(found.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.That(main, Does.Not.Contain("Cleo"), "who is not described is not in the pool");
    }

    [Test, Order(1)]
    public async Task Values_of_vocabularies_are_read_by_their_names_in_the_readers_language()
    {
        var page = await Read(Scene.Office, "/experts");
        Assert.That(page, Does.Contain(">Medical devices, e-health<").And.Contain("value=\"medtech\">Medical devices</option>").And.Contain("value=\"imaging\">Pictures of the body</option>"));
        Assert.That(page, Does.Not.Contain(">medtech").And.Not.Contain("Devices of old"));
        using var french = new HttpRequestMessage(HttpMethod.Get, "/experts");
        french.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), Scene.Office.PersonId, Scene.Office.Roles, clock.GetUtcNow()));
        french.Headers.Accept.ParseAdd("text/html");
        french.Headers.AcceptLanguage.ParseAdd("fr");
        using var answer = await service.Http.SendAsync(french);
        Assert.That(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), Does.Contain(">Dispositifs médicaux, e-health<"));
        Assert.That(await Read(Scene.Office, "/experts?format=csv"), Does.Contain("Medical devices").And.Not.Contain("medtech"));
        Assert.That(await Read(Scene.Office, $"/experts/{Scene.Bob.PersonId}"), Does.Contain("<dd>Medical devices</dd>").And.Contain("<dd>Pictures of the body</dd>"));

        var form = await Read(Scene.Office, $"/experts/{Scene.Ann.PersonId}/edit");
        var offered = System.Text.RegularExpressions.Regex.Matches(form, "type=\"checkbox\" id=\"sectors-\\d\" name=\"sectors\" value=\"(?<code>[^\"]*)\"(?<chosen> checked)?").Select(match => (match.Groups["code"].Value, match.Groups["chosen"].Success));
        Assert.That(offered, Is.EqualTo(new[] { ("e-health", true), ("medtech", true) }), "what no vocabulary knows stays to be chosen");
        Assert.That(form, Does.Contain("name=\"technologyAxes\" value=\"imaging\" />").And.Contain("<textarea id=\"therapeuticAreas\""));

        var dossier = (await service.Get<ExpertReview.Reviews.DossierStore>().Find(Scene.Dossier, CancellationToken.None))!;
        var bob = (await service.Get<ExpertStore>().Find(Scene.Bob.PersonId, CancellationToken.None))!;
        Assert.That(ExpertReview.Assignment.Matching.Of(bob, dossier with { Sectors = ["medtech"] }).Why(await service.Get<ExpertStore>().Words(CancellationToken.None)), Does.Contain("Medical devices"));
    }

    [Test, Order(3)]
    public async Task Values_are_ticked_and_those_ticked_are_kept()
    {
        await service.Hear(Given.Person(Scene.Caller(41, Roles.Expert).PersonId, "Dan Digital", [Roles.Expert]));
        var dan = Scene.Caller(41, Roles.Expert);
        await Saved(dan, dan, ("revision", "0"), ("profile", "Academic"), ("sectors", "medtech"), ("sectors", "biotech-pharma"), ("technologyAxes", "imaging"), ("largestLoad", "1"));
        var kept = (await service.Get<ExpertStore>().Find(dan.PersonId, CancellationToken.None))!;
        Assert.That(kept.Sectors.Concat(kept.TechnologyAxes), Is.EqualTo(new[] { "medtech", "biotech-pharma", "imaging" }));
    }

    [TestCase("/experts", "/experts")]
    [TestCase("/experts/conflicts?expert=00000005-7777-0000-0000-000000000000", "/experts")]
    [TestCase("/reviews", "/reviews")]
    [TestCase("/reviews/board", "/reviews/board")]
    [Order(1)]
    public async Task The_menu_says_one_place_where_the_reader_is(string address, string current)
    {
        var both = Scene.Caller(40, Roles.Office, Roles.Expert);
        await service.Hear(Given.Person(both.PersonId, "Otto Both", [Roles.Office, Roles.Expert]));
        var page = await Read(both, address);
        var found = System.Text.RegularExpressions.Regex.Matches(page, "<a[^>]*aria-current=\"page\"[^>]*>").Select(match => System.Text.RegularExpressions.Regex.Match(match.Value, "href=\"([^\"]*)\"").Groups[1].Value);
        Assert.That(found.Distinct(), Is.EqualTo(new[] { current }));
    }

    [Test, Order(1)]
    public async Task A_list_is_sent_as_a_file_looked_at_and_taken()
    {
        async Task<(int Status, string Page)> File(string text)
        {
            using var form = new MultipartFormDataContent { { new StringContent(text), "file", "experts.csv" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/experts/import") { Content = form };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), Scene.Office.PersonId, Scene.Office.Roles, clock.GetUtcNow()));
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await service.Http.SendAsync(request);
            return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        }
        Assert.That(await Read(Scene.Office, "/experts"), Does.Contain("href=\"/experts/import\""));
        Assert.That((await File("")).Status, Is.EqualTo(400));
        Assert.That((await File("name\nx")).Status, Is.EqualTo(422));
        Assert.That((await File("email,profile\nnobody,academic")).Page, Does.Contain("Lines to correct: 1 of 1").And.Contain("email: Give an e-mail address").And.Not.Contain("Take the list"));
        var (status, page) = await File("email,profile\nzoe@example.org,academic");
        Assert.That((status, page), Is.EqualTo((200, page)));
        Assert.That(page, Does.Contain("is invited to make an account").And.Contain("Take the list"));
        Assert.That((await Send(Scene.Office, HttpMethod.Post, "/experts/import", ("act", "import"), ("content", "email,profile\nzoe@example.org,academic"))).Status, Is.EqualTo(303));
        Assert.That(await Read(Scene.Office, "/experts/import"), Does.Contain("zoe@example.org, since Thursday 12 March 2026").Or.Contain("zoe@example.org, since 12 March 2026"));
        var waiting = (await service.Get<ExpectedExpertStore>().All(CancellationToken.None)).Single();
        Assert.That((await Send(Scene.Office, HttpMethod.Post, $"/experts/expected/{waiting.Id}/withdraw", ("revision", "9"))).Status, Is.EqualTo(409));
        Assert.That((await Send(Scene.Office, HttpMethod.Post, $"/experts/expected/{waiting.Id}/withdraw", ("revision", "1"))).Status, Is.EqualTo(303));
    }

    [Test, Order(1)]
    public async Task An_experts_page_is_theirs_and_the_offices()
    {
        var own = await Read(Scene.Ann, $"/experts/{Scene.Ann.PersonId}");
        Assert.That(own, Does.Contain("heart valves").And.Contain("from 1 August 2026 to 15 August 2026"));
        Assert.That(await Read(Scene.Office, $"/experts/{Scene.Bob.PersonId}"), Does.Contain("Advises Alpha."));
        Assert.That((await Send(Scene.Ann, HttpMethod.Get, $"/experts/{Scene.Bob.PersonId}")).Status, Is.EqualTo(404));
        Assert.That((await Send(Scene.Ann, HttpMethod.Get, $"/experts/{Scene.Bob.PersonId}/edit")).Status, Is.EqualTo(404));
        Assert.That((await Send(Scene.Ann, HttpMethod.Post, $"/experts/{Scene.Bob.PersonId}/edit", ("revision", "1"), ("profile", "Academic"), ("largestLoad", "1"))).Status, Is.EqualTo(404));
        Assert.That((await Send(Scene.Ann, HttpMethod.Get, "/experts")).Status, Is.EqualTo(403));
        Assert.That(await Read(Scene.Cleo, $"/experts/{Scene.Cleo.PersonId}"), Does.Contain("not in the pool yet"));
    }

    [Test, Order(1)]
    public async Task What_cannot_be_read_stands_beside_its_field_and_is_kept()
    {
        var (status, page) = await Send(Scene.Cleo, HttpMethod.Post, $"/experts/{Scene.Cleo.PersonId}/edit",
            ("revision", "0"), ("profile", "Clinician"), ("largestLoad", "many"), ("absences", "in August"), ("declaredSirens", "111111111"), ("keywords", "knee"));
        Assert.That(status, Is.EqualTo(400));
        Assert.That(page, Does.Contain("id=\"largestLoad-error\"").And.Contain("id=\"absences-error\"").And.Contain("in August").And.Contain("knee"));
        (status, page) = await Send(Scene.Cleo, HttpMethod.Post, $"/experts/{Scene.Cleo.PersonId}/edit", ("revision", "0"), ("profile", "Clinician"), ("largestLoad", "2"), ("declaredSirens", "111111111"));
        Assert.That(status, Is.EqualTo(400));
        Assert.That(page, Does.Contain("id=\"declaredSirens-error\""));
    }

    [Test, Order(1)]
    public async Task Conflicts_are_shown_with_their_sentences_by_dossier_and_by_expert()
    {
        var page = await Read(Scene.Office, $"/experts/conflicts?dossier={Scene.Dossier}");
        Assert.That(page, Does.Contain("Bob Business").And.Contain("declared an interest in Alpha Imaging").And.Contain("Beta University").And.Not.Contain("Ann Academic"));
        Assert.That(await Read(Scene.Office, $"/experts/conflicts?expert={Scene.Bob.PersonId}"), Does.Contain("HEART (2026-0001)").And.Contain("declared an interest in Alpha Imaging"));
        Assert.That(await Read(Scene.Office, $"/experts/conflicts?expert={Scene.Ann.PersonId}"), Does.Contain("No conflict of interest is detected."));
        foreach (var nothing in new[] { "", $"?dossier={Guid.CreateVersion7()}", $"?expert={Guid.CreateVersion7()}", $"?expert={Scene.Office.PersonId}" })
            Assert.That((await Send(Scene.Office, HttpMethod.Get, $"/experts/conflicts{nothing}")).Status, Is.EqualTo(404));
        // Who holds the dossier is no office there.
        var holder = new Caller(Given.HolderId, new HashSet<string> { Roles.Office, Roles.Holder }, "test");
        Assert.That((await Send(holder, HttpMethod.Get, $"/experts/conflicts?dossier={Scene.Dossier}")).Status, Is.EqualTo(404));
        Assert.That(await Read(holder, $"/experts/conflicts?expert={Scene.Bob.PersonId}"), Does.Not.Contain("HEART"));
        Assert.That((await Send(Scene.Bob, HttpMethod.Get, $"/experts/conflicts?expert={Scene.Bob.PersonId}")).Status, Is.EqualTo(403));
    }

    [Test, Order(2)]
    public async Task Declarations_are_kept_over_the_years_and_reminded_of_once_each_time()
    {
        clock.Advance(DateTimeOffset.Parse("2027-02-10T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture) - clock.GetUtcNow());
        Assert.That(await Reminded(), Is.EqualTo(2), "thirty days before the year is over");
        var opened = 0;
        void Count(System.Data.Common.DbConnection connection) => opened++;
        service.Database.Opened += Count;
        await service.Get<ExpertStore>().All(CancellationToken.None);
        var reading = opened;
        Assert.That(await Reminded(), Is.Zero);
        service.Database.Opened -= Count;
        Assert.That(opened - reading, Is.LessThanOrEqualTo(reading + 2), "who was reminded costs no transaction; the two others are the keys and this test's look for mails");
        clock.Advance(TimeSpan.FromDays(31));
        Assert.That(await Read(Scene.Ann, $"/experts/{Scene.Ann.PersonId}"), Does.Contain("Please declare them again"));
        Assert.That(await Read(Scene.Office, "/experts?overdue=yes"), Does.Contain("Ann Academic").And.Contain("Bob Business"));
        await Saved(Scene.Ann, Scene.Ann, ("revision", "1"), ("profile", "Academic"), ("sectors", "medtech"), ("largestLoad", "1"), ("declaration", "Two shares of Delta."));
        Assert.That(await Reminded(), Is.EqualTo(1), "Ann has declared");
        // The office changes what is not declared: the declaration and its day stay.
        await Saved(Scene.Office, Scene.Ann, ("revision", "2"), ("profile", "Academic"), ("sectors", "medtech"), ("largestLoad", "2"), ("declaration", "Two shares of Delta."));
        var history = await service.Get<ExpertStore>().Declarations(Scene.Ann.PersonId, CancellationToken.None);
        Assert.That(history.Select(past => (past.Revision, past.DeclaredOn, past.Text, past.Own)), Is.EqualTo(new[]
        {
            (2L, new DateOnly(2027, 3, 13), "Two shares of Delta.", true), (1L, new DateOnly(2026, 3, 12), (string?)null, true),
        }));
        Assert.That(await Read(Scene.Office, $"/experts/{Scene.Ann.PersonId}"), Does.Contain("12 March 2026").And.Contain("13 March 2027"));
        await service.Hear(new PersonErased(Guid.CreateVersion7(), Scene.Ann.PersonId, 9, Given.At));
        Assert.That(await service.Get<ExpertStore>().Declarations(Scene.Ann.PersonId, CancellationToken.None), Is.Empty, "what an erased person declared goes");
    }

    async Task<int> Reminded()
    {
        await service.Get<RemindOfDeclarations>().Remind(CancellationToken.None);
        var mails = await Mail.Claim(service.Database, "test", 100, TimeSpan.FromMinutes(1), CancellationToken.None);
        foreach (var mail in mails)
            await Mail.MarkSent(service.Database, mail, CancellationToken.None);
        return mails.Count(mail => mail.Kind == "expert.declaration");
    }

    /// <summary>At each moment, with the sentence: before inviting, on acceptance, after an affiliation and after a partner changed.</summary>
    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task A_conflict_is_found_at_every_moment(Dialect dialect)
    {
        await using var scene = await Scene.Set(dialect);
        Affiliation[] lead = [Given.Of(Given.LeadSiren)];
        PersonChanged Moves(Caller who, string name) => new(Guid.CreateVersion7(), who.PersonId, 2, Given.At, name, "x@example.org", "en", [Roles.Expert], lead);
        // Before inviting.
        await scene.Hear(Moves(Scene.Cleo, "Cleo Clinic"));
        Assert.That((await scene.Assign(Scene.Office, Scene.Cleo)).Code, Is.EqualTo("review.conflict"));
        // On acceptance: invited clean, the interview was theirs after all.
        var ann = (await scene.Assign(Scene.Office, Scene.Ann)).View;
        await scene.Hear(Given.Held(Scene.Dossier, 7, Scene.Ann.PersonId));
        Assert.That((await scene.Accept(Scene.Ann, ann.Id, ann.Revision)).Code, Is.EqualTo("review.conflict"));
        // After an affiliation changed: neither read nor written nor submitted any more.
        var bob = await scene.Accepted(Scene.Bob);
        await scene.Hear(Given.Held(Scene.Dossier, 8, Scene.Bob.PersonId));
        Assert.That((await scene.Show(Scene.Bob, bob.Id)).View, Has.Property(nameof(ExpertReview.Reviews.InvitationView.ConflictDetected)).True.And.Property(nameof(ExpertReview.Reviews.InvitationView.Grid)).Null);
        Assert.That((await scene.Write(Scene.Bob, bob.Id, bob.Revision, Scene.Complete())).Code, Is.EqualTo("review.conflict"));
        await scene.Hear(Moves(Scene.Bob, "Bob Business"));
        Assert.That((await scene.Show(Scene.Bob, bob.Id)).Status, Is.EqualTo(404), "part of the consortium now");
        Assert.That((await scene.ConflictsOf(Scene.Office, Scene.Bob.PersonId)).As<ShowConflicts.View>().Conflicts.Select(conflict => conflict.English), Has.Some.Contains("belongs to Alpha Imaging"));
    }
}
