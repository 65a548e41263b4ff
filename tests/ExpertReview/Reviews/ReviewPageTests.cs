using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>What an expert and the office do on pages, without scripts: answer, read, score, save, submit, give back, replace, decline from the mail.</summary>
public partial class ReviewPageTests
{
    static readonly Caller Office = Scene.Office, Chair = Scene.Chair;

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    ServiceOverHttp service = null!;
    int number;

    Guid Dossier;
    Caller Ann = null!, Bob = null!, Cleo = null!;

    string Reference => $"2026-{number:0000}";

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        await service.Hear(
            Given.Programme(), Given.Person(Office.PersonId, "Olga Office", [Roles.Office]), Given.Person(Chair.PersonId, "Cora Chair", [Roles.Chair]));
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    /// <summary>A dossier and three experts for each test.</summary>
    [SetUp]
    public async Task Begin()
    {
        number++;
        Dossier = new Guid(number, 0x7777, 1, new byte[8]);
        await service.Hear(Given.Submitted(Dossier, reference: Reference, digital: true), Given.Admitted(Dossier), Given.Waived(Dossier, 1));
        (Ann, Bob, Cleo) = (await Expert(1, "Ann Academic"), await Expert(2, "Bob Business"), await Expert(3, "Cleo Clinic"));
        await Mails();
    }

    /// <summary>Who of the tests before took part in another dossier is away by now.</summary>
    [TearDown]
    public async Task Leave()
    {
        foreach (var expert in new[] { Ann, Bob, Cleo })
            await service.Hear(new AccountDisabled(Guid.CreateVersion7(), expert.PersonId, 2, Given.At));
    }

    async Task<Caller> Expert(int which, string name)
    {
        var expert = Scene.Caller(1000 + number * 10 + which, Roles.Expert);
        await service.Hear(Given.Person(expert.PersonId, name, [Roles.Expert], Given.Of(Given.StrangerSiren)));
        using var described = await service.Send(expert.PersonId, expert.Roles, HttpMethod.Put, $"/api/experts/{expert.PersonId}", Profile);
        Assert.That(described.StatusCode, Is.EqualTo(HttpStatusCode.OK), await described.Content.ReadAsStringAsync());
        return expert;
    }

    const string Profile =
        """
        {"revision":0,"sectors":["medtech"],"therapeuticAreas":["cardiology"],"technologyAxes":["imaging"],"keywords":["heart"],"profile":"Academic",
        "digital":true,"largestLoad":3,"absences":[],"declaredSirens":[]}
        """;

    [GeneratedRegex("name=\"revision\" value=\"(\\d+)\"")]
    private static partial Regex Revision();

    [GeneratedRegex("reviews/decline\\?code=([A-Za-z0-9_-]+)")]
    private static partial Regex Code();

    /// <summary>What the framework protected begins so.</summary>
    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+")]
    private static partial Regex Protected();

    async Task<(int Status, string Page, string? To)> Send(Caller? caller, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        if (caller is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        request.Headers.Accept.ParseAdd("text/html");
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), response.Headers.Location?.ToString());
    }

    async Task<string> Read(Caller? caller, string path)
    {
        var (status, page, _) = await Send(caller, HttpMethod.Get, path);
        Assert.That(status, Is.EqualTo(200), page);
        return page;
    }

    async Task<string> Post(Caller? caller, int status, string path, params (string, string)[] fields)
    {
        var answer = await Send(caller, HttpMethod.Post, path, fields);
        Assert.That(answer.Status, Is.EqualTo(status), answer.Page);
        return answer.Page;
    }

    async Task<string> Invited(Caller expert)
    {
        using var answer = await service.Send(Office.PersonId, Office.Roles, HttpMethod.Post, "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{expert.PersonId}}"}""");
        var made = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), made);
        return JsonSerializer.Deserialize<JsonElement>(made).GetProperty("id").GetString()!;
    }

    async Task<string> Accepted(Caller expert)
    {
        var id = await Invited(expert);
        await Post(expert, 303, $"/reviews/{id}/accept", ("revision", "1"), ("noConflict", "yes"));
        return id;
    }

    static string RevisionOf(string page) => Revision().Match(page).Groups[1].Value;

    static string WasOf(string page) => Regex.Match(page, "id=\"was\" value=\"(\\{.*?\\})\"").Groups[1].Value;

    static (string, string)[] Complete(string was, string score = "4") =>
    [
        ("was", was), ("score.industrial-interest", score), ("score.scientific-quality", "3.5"), ("score.probability-of-success", "3"), ("score.data-quality", "4.5"),
        ("toHolder.industrial-interest", "Say who buys it."), ("recommendation", "Label"), ("confidence", "3"),
    ];

    [Test]
    public async Task Before_no_conflict_is_declared_title_summary_and_consortium_are_all_there_is()
    {
        var id = await Invited(Ann);
        Assert.That(await Read(Ann, "/reviews"), Does.Contain("HEART").And.Contain($"/reviews/{id}"));
        var page = await Read(Ann, $"/reviews/{id}");
        Assert.That(page, Does.Contain("Imaging hearts, version 1").And.Contain("We image hearts.").And.Contain("Beta University"));
        foreach (var closed in new[] { "under-review", "pass=", "Scientific quality", "score.", "cardiology", "Bpifrance", "HOLDER", "Hugo" })
            Assert.That(page, Does.Not.Contain(closed));
        Assert.That((await Send(Ann, HttpMethod.Get, $"/reviews/{id}/dossier")).Status, Is.EqualTo(404));
        Assert.That((await Send(Ann, HttpMethod.Get, $"/reviews/{id}/files/{Guid.CreateVersion7()}")).Status, Is.EqualTo(404));

        var refused = await Post(Ann, 422, $"/reviews/{id}/accept", ("revision", "1"));
        Assert.That(refused, Does.Contain("Declare that you have no conflict of interest").And.Not.Contain("under-review"));
        await Post(Ann, 303, $"/reviews/{id}/accept", ("revision", "1"), ("noConflict", "yes"));
        page = await Read(Ann, $"/reviews/{id}");
        Assert.That(page, Does.Contain("/fragments/submission/under-review?pass=").And.Contain("score.scientific-quality"));
        Assert.That((await Send(Ann, HttpMethod.Get, $"/reviews/{id}/dossier")).To, Does.StartWith("/fragments/submission/under-review?pass="));
    }

    [Test]
    public async Task The_criteria_of_digital_dossiers_appear_by_themselves_and_go_where_it_is_not_one()
    {
        var id = await Accepted(Ann);
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("score.data-quality"));
        await service.Hear(Given.Submitted(Dossier, 3, 2, digital: false), Given.Admitted(Dossier, 4, 2));
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("score.scientific-quality").And.Not.Contain("score.data-quality"));
    }

    [Test]
    public async Task A_review_is_saved_totalled_checked_and_submitted_and_given_back_with_an_audit_line()
    {
        var id = await Accepted(Ann);
        var page = await Read(Ann, $"/reviews/{id}");
        await Post(Ann, 303, $"/reviews/{id}", ("was", WasOf(page)), ("score.industrial-interest", "2"), ("score.scientific-quality", "3.5"), ("act", "save"));
        page = await Read(Ann, $"/reviews/{id}");
        // (2*2 + 1*3.5) / 3
        Assert.That(page, Does.Contain("2.5").And.Contain("2 of 4 criteria scored").And.Contain("below the threshold: Industrial interest"));

        var lacking = await Post(Ann, 422, $"/reviews/{id}", ("was", WasOf(page)), ("act", "submit"));
        foreach (var field in new[] { "#toHolder.industrial-interest", "#score.probability-of-success", "#score.data-quality", "#recommendation", "#confidence" })
            Assert.That(lacking, Does.Contain($"href=\"{field}\""));
        Assert.That(lacking, Does.Not.Contain("href=\"#score.scientific-quality\""));

        await Post(Ann, 303, $"/reviews/{id}", [.. Complete(WasOf(page), "2"), ("act", "submit")]);
        page = await Read(Ann, $"/reviews/{id}");
        Assert.That(page, Does.Contain("You submitted this review").And.Not.Contain("name=\"score."));

        var office = await Read(Office, $"/reviews/{id}");
        Assert.That(office, Does.Contain("Ann Academic").And.Contain("Say who buys it."));
        Assert.That(await Post(Office, 400, $"/reviews/{id}/reopen", ("revision", RevisionOf(office)), ("reason", " ")), Does.Contain("reason"));
        await Post(Office, 303, $"/reviews/{id}/reopen", ("revision", RevisionOf(office)), ("reason", "A figure is wrong."));
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("A figure is wrong.").And.Contain("name=\"score."));
        var lines = await AuditTrail.Of(service.Database, [Guid.Parse(id)], CancellationToken.None);
        Assert.That(lines.Select(line => line.Action), Does.Contain("review.reopened").And.Contain("review.written").And.Contain("review.submitted"));
    }

    [Test]
    public async Task What_cannot_be_taken_over_comes_back_as_it_was_typed_and_two_windows_lose_nothing()
    {
        var id = await Accepted(Ann);
        var page = await Read(Ann, $"/reviews/{id}");
        var was = WasOf(page);
        var wrong = await Post(Ann, 400, $"/reviews/{id}", ("was", was), ("score.scientific-quality", "4.2"), ("toHolder.scientific-quality", "Sound."), ("act", "save"));
        Assert.That(wrong, Does.Contain("Give a score from 0 to 5, in halves.").And.Contain("Sound."));
        // Another window of the same page, from what stood there at first.
        var conflict = await Post(Ann, 409, $"/reviews/{id}", ("was", was), ("toHolder.scientific-quality", "Weak."), ("score.data-quality", "5"), ("act", "save"));
        Assert.That(conflict, Does.Contain("It says: Sound.").And.Contain("Weak.").And.Contain("Scientific quality, To the holder"));
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("Sound.").And.Contain("value=\"5\" selected"));

        var answer = await Patch(Ann, id, """{"changes":[{"field":"toHolder.scientific-quality","from":null,"to":"Mine."},{"field":"confidence","from":null,"to":"2"},{"field":"nothing","from":null,"to":"x"}]}""");
        Assert.That((Fields(answer, "saved"), Fields(answer, "conflicts"), Fields(answer, "mistakes")), Is.EqualTo(("confidence", "toHolder.scientific-quality", "nothing")));
        Assert.That(answer.GetProperty("conflicts")[0].GetProperty("theirs").GetString(), Is.EqualTo("Sound."));
        await Patch(Ann, id, """{"changes":[{"field":"recommendation","from":null,"to":"LabelWithReservations"}]}""");
        var met = (await Patch(Ann, id, """{"changes":[{"field":"recommendation","from":"Refuse","to":"Label"},{"field":"confidence","from":"1","to":"3"},{"field":"score.data-quality","from":"1","to":"2.5"},{"field":"toCommittee.data-quality","from":"Gone.","to":"Back."}]}"""))
            .GetProperty("conflicts").EnumerateArray().Select(one => one.GetProperty("shown").GetString());
        Assert.That(met, Is.EqualTo(new[] { "give the label with reservations", "fairly sure", "5 of 5", "(nothing)" }), "said as the page says it");
    }

    [Test]
    public async Task A_way_out_asks_for_its_reason_in_place_and_is_open_while_the_review_saves_itself()
    {
        var id = await Invited(Ann);
        Assert.That(await Post(Ann, 422, $"/reviews/{id}/accept", ("revision", "1")), Does.Contain("id=\"noConflict-error\"").And.Contain("href=\"#noConflict\""));
        var declining = await Post(Ann, 400, $"/reviews/{id}/decline", ("revision", "1"), ("reason", " "));
        Assert.That(declining, Does.Contain("id=\"reason-error\"").And.Contain("Say why, in a few words.").And.Not.Contain("id=\"conflict-reason-error\""));
        Assert.That(Regex.Matches(declining, "<details class=\"dialog\"[^>]* open"), Has.Count.EqualTo(1), "the one that was asked in stands open");
        Assert.That(
            await Post(Ann, 400, $"/reviews/{id}/declare-conflict", ("revision", "1"), ("reason", new string('x', 2001))),
            Does.Contain("id=\"conflict-reason-error\"").And.Contain(new string('x', 2001)).And.Not.Contain("id=\"reason-error\""));

        await Post(Ann, 303, $"/reviews/{id}/accept", ("revision", "1"), ("noConflict", "yes"));
        var shown = RevisionOf(await Read(Ann, $"/reviews/{id}"));
        await Patch(Ann, id, """{"changes":[{"field":"confidence","from":null,"to":"2"}]}""");
        await Post(Ann, 303, $"/reviews/{id}/decline", ("revision", shown), ("reason", "No time after all."));
        Assert.That(await Status(id), Is.EqualTo("Declined"));
    }

    [Test]
    public async Task Before_a_review_is_sent_its_expert_is_warned_of_names_in_it()
    {
        var id = await Accepted(Ann);
        await Accepted(Bob);
        const string Field = "toCommittee.data-quality";
        var typed = Complete(WasOf(await Read(Ann, $"/reviews/{id}"))).Append((Field, "Pr Durand and Ann agree.")).ToArray();
        var warned = await Post(Ann, 422, $"/reviews/{id}", [.. typed, ("act", "submit")]);
        Assert.That(warned, Does.Contain("“Pr Durand” looks like a name").And.Contain("“Ann” looks like a name").And.Contain("submit-as-it-is").And.Contain($"href=\"#{Field}\""));
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("May be a name: Pr Durand, Ann").And.Contain(Field), "it is saved, not sent, and says so while it is written");
        using (var seen = await service.Send(Ann.PersonId, Ann.Roles, HttpMethod.Get, $"/api/invitations/{id}", null))
            Assert.That(await seen.Content.ReadAsStringAsync(), Does.Contain("""{"field":"toCommittee.data-quality","found":"Pr Durand"}"""));
        using (var office = await service.Send(Office.PersonId, Office.Roles, HttpMethod.Get, $"/api/invitations/{id}", null))
            Assert.That(await office.Content.ReadAsStringAsync(), Does.Contain("\"possibleNames\":null"));

        await Patch(Ann, id, $$"""{"changes":[{"field":"{{Field}}","from":"Pr Durand and Ann agree.","to":"Bob and Cleo agree."}]}""");
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Not.Contain("May be a name"), "who else is in the pool is not told by a warning");
        await Patch(Ann, id, $$"""{"changes":[{"field":"{{Field}}","from":"Bob and Cleo agree.","to":"Claire Martin agrees."}]}""");
        await Post(Ann, 422, $"/reviews/{id}", ("was", WasOf(await Read(Ann, $"/reviews/{id}"))), ("act", "submit"));
        await Post(Ann, 303, $"/reviews/{id}", ("was", WasOf(await Read(Ann, $"/reviews/{id}"))), ("act", "submit-as-it-is"));
        Assert.That(await Read(Ann, $"/reviews/{id}"), Does.Contain("Claire Martin agrees.").And.Not.Contain("May be a name"));
    }

    async Task<JsonElement> Patch(Caller caller, string id, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await service.Send(caller.PersonId, caller.Roles, HttpMethod.Patch, $"/api/invitations/{id}/review/fields", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(status), text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    static string Fields(JsonElement answer, string list) => string.Join(' ', answer.GetProperty(list).EnumerateArray().Select(one => one.GetProperty("field").GetString()));

    [Test]
    public async Task Nobody_else_reads_or_writes_a_review()
    {
        var id = await Accepted(Ann);
        await Accepted(Bob);
        foreach (var stranger in new[] { Bob, Cleo })
        {
            Assert.That((await Send(stranger, HttpMethod.Get, $"/reviews/{id}")).Status, Is.EqualTo(404));
            Assert.That((await Send(stranger, HttpMethod.Get, $"/reviews/{id}/dossier")).Status, Is.EqualTo(404));
            Assert.That((await Send(stranger, HttpMethod.Post, $"/reviews/{id}", ("was", "{}"), ("score.data-quality", "5"))).Status, Is.EqualTo(404));
            await Patch(stranger, id, """{"changes":[{"field":"confidence","from":null,"to":"2"}]}""", HttpStatusCode.NotFound);
        }
        Assert.That((await Send(Chair, HttpMethod.Get, $"/reviews/{id}")).Status, Is.EqualTo(403));
        Assert.That(await Read(Bob, "/reviews"), Does.Not.Contain(id));
        Assert.That((await Send(Ann, HttpMethod.Get, "/reviews/board")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Once_all_are_in_experts_read_each_other_without_a_name()
    {
        var ann = await Accepted(Ann);
        clock.Advance(TimeSpan.FromMinutes(1));
        var bob = await Accepted(Bob);
        await Post(Ann, 303, $"/reviews/{ann}", [.. Complete(WasOf(await Read(Ann, $"/reviews/{ann}"))), ("act", "submit")]);
        Assert.That(await Read(Ann, $"/reviews/{ann}"), Does.Not.Contain("Expert 2").And.Contain("without names, once all of them are in"));
        await Post(Bob, 303, $"/reviews/{bob}", [.. Complete(WasOf(await Read(Bob, $"/reviews/{bob}")), "1"), ("act", "submit")]);
        // The tokens of its forms are random letters, of which three may be a name.
        var page = Protected().Replace(await Read(Ann, $"/reviews/{ann}"), "");
        Assert.That(page, Does.Contain("Expert 2"));
        foreach (var secret in new[] { "Bob", Bob.PersonId.ToString(), bob })
            Assert.That(page, Does.Not.Contain(secret));
    }

    [Test]
    public async Task Who_declines_reads_nothing_more_at_once()
    {
        var id = await Accepted(Ann);
        await Post(Ann, 303, $"/reviews/{id}/decline", ("revision", RevisionOf(await Read(Ann, $"/reviews/{id}"))), ("reason", "No time."));
        var page = await Read(Ann, $"/reviews/{id}");
        Assert.That(page, Does.Contain("No time."));
        foreach (var gone in new[] { "HEART", Reference, "Alpha", "under-review" })
            Assert.That(page, Does.Not.Contain(gone));
        Assert.That(await Read(Ann, "/reviews"), Does.Not.Contain("HEART").And.Not.Contain(Reference));
        Assert.That((await Send(Ann, HttpMethod.Get, $"/reviews/{id}/dossier")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task An_expert_found_in_conflict_later_reads_nothing_more()
    {
        var id = await Accepted(Ann);
        await service.Hear(Given.Held(Dossier, 5, Ann.PersonId));
        var page = await Read(Ann, $"/reviews/{id}");
        Assert.That(page, Does.Contain("conflict").And.Not.Contain("under-review").And.Not.Contain("score."));
        Assert.That((await Send(Ann, HttpMethod.Get, $"/reviews/{id}/dossier")).Status, Is.EqualTo(404));
        Assert.That(await Read(Office, $"/reviews/{id}"), Does.Contain("because this person"));
    }

    async Task<IReadOnlyList<MailToSend>> Mails()
    {
        var mails = await Mail.Claim(service.Database, "test", 100, TimeSpan.FromMinutes(1), CancellationToken.None);
        foreach (var mail in mails)
            await Mail.MarkSent(service.Database, mail, CancellationToken.None);
        return mails;
    }

    [Test]
    public async Task The_address_in_the_mail_declines_once_and_only_by_its_button()
    {
        var id = await Invited(Ann);
        var mail = (await Mails()).Single();
        Assert.That((mail.Kind, mail.Address), Is.EqualTo(("review.invited", $"{Ann.PersonId:N}@example.org")));
        Assert.That(mail.TextBody, Does.Contain("HEART").And.Not.Contain("Imaging hearts").And.Not.Contain("Alpha"), "nothing of what is in the dossier");
        var code = Code().Match(mail.TextBody).Groups[1].Value;
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from DeclineCode where Digest = @code", new { code }, CancellationToken.None), Is.Zero, "the database holds no code");
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from Mail where TextBody is not null and Kind = 'review.invited'", null, CancellationToken.None), Is.Zero, "nor does it once the mail has left");

        for (var look = 0; look < 3; look++)
            Assert.That(await Read(null, $"/reviews/decline?code={code}"), Does.Contain($"HEART ({Reference})").And.Not.Contain("Imaging hearts"));
        Assert.That(await Status(id), Is.EqualTo("Invited"), "looking changes nothing");
        foreach (var wrong in new[] { code[..^1] + (code[^1] == 'A' ? 'B' : 'A'), "x", new string('x', 500), "" })
            Assert.That((await Send(null, HttpMethod.Get, $"/reviews/decline?code={wrong}")).Status, Is.EqualTo(404));

        var (sessionCookies, forgery) = await Form(code);
        Assert.That(await Decline(sessionCookies, "", code, "NoTime"), Is.EqualTo(400), "no form of ours");
        Assert.That(await Decline(sessionCookies, forgery, code, "Other"), Is.EqualTo(400), "in which words?");
        Assert.That(await Status(id), Is.EqualTo("Invited"));
        Assert.That(await Decline(sessionCookies, forgery, code, "NoTime"), Is.EqualTo(200));
        Assert.That(await Status(id), Is.EqualTo("Declined"));
        Assert.That(await Decline(sessionCookies, forgery, code, "NoTime"), Is.EqualTo(409), "once");
        Assert.That(await Read(null, $"/reviews/decline?code={code}"), Does.Contain("You have declined this invitation").And.Not.Contain("HEART").And.Not.Contain("<textarea"));
        Assert.That((await AuditTrail.Of(service.Database, [Guid.Parse(id)], CancellationToken.None)).Single(line => line.Action == "invitation.declined").PersonId, Is.EqualTo(Ann.PersonId));
    }

    [Test]
    public async Task The_address_opens_nothing_once_the_invitation_is_answered_and_declares_a_conflict_as_one()
    {
        var id = await Invited(Ann);
        var code = Code().Match((await Mails()).Single().TextBody).Groups[1].Value;
        var (cookies, forgery) = await Form(code);
        await Post(Ann, 303, $"/reviews/{id}/accept", ("revision", "1"), ("noConflict", "yes"));
        Assert.That(await Decline(cookies, forgery, code, "NoTime"), Is.EqualTo(409), "a review that is written is left by signing in");
        Assert.That(await Status(id), Is.EqualTo("Accepted"));
        Assert.That(await Read(null, $"/reviews/decline?code={code}"), Does.Contain("You have accepted this invitation since"));

        var bob = await Invited(Bob);
        code = Code().Match((await Mails()).Single().TextBody).Groups[1].Value;
        (cookies, forgery) = await Form(code);
        Assert.That(await Decline(cookies, forgery, code, "Conflict"), Is.EqualTo(200));
        Assert.That(await Status(bob), Is.EqualTo("ConflictDeclared"));
    }

    async Task<string?> Status(string id) => await service.Database.QuerySingleOrDefault<string>("select Status from Invitation where Id = @id", new { id = Guid.Parse(id) }, CancellationToken.None);

    /// <summary>The form as a browser without a sign-in has it.</summary>
    async Task<(string Cookies, string Forgery)> Form(string code)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = service.Http.BaseAddress };
        using var answer = await client.GetAsync($"/reviews/decline?code={code}");
        var page = await answer.Content.ReadAsStringAsync();
        return (
            string.Join("; ", answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Select(cookie => cookie.Split(';')[0]) : []),
            WebUtility.HtmlDecode(Regex.Match(page, "name=\"forgery\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"forgery\"") is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : ""));
    }

    async Task<int> Decline(string cookies, string forgery, string code, string reason)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reviews/decline");
        request.Headers.Add("Cookie", cookies);
        request.Headers.Accept.ParseAdd("text/html");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("forgery", forgery), KeyValuePair.Create("code", code), KeyValuePair.Create("reason", reason)]);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    [Test]
    public async Task The_board_tells_what_is_late_and_replaces_under_the_same_rules()
    {
        var id = await Invited(Ann);
        await Invited(Bob);
        Assert.That(await Read(Office, $"/reviews/board?text={Reference}"), Does.Contain("Ann Academic").And.Contain("Bob Business"));
        Assert.That(await Read(Office, $"/reviews/board?state=late&text={Reference}"), Does.Not.Contain("Ann Academic"));
        clock.Advance(TimeSpan.FromDays(12));
        Assert.That(await Read(Office, $"/reviews/board?state=late&text=ann"), Does.Contain("Ann Academic").And.Not.Contain("Bob Business").And.Contain("late"));
        var page = await Read(Office, $"/reviews/{id}");
        Assert.That(page, Does.Contain("Invite Cleo Clinic instead").And.Not.Contain("Invite Bob Business"));

        var refused = await Post(Office, 422, $"/reviews/{id}/replace", ("revision", RevisionOf(page)), ("expertId", Bob.PersonId.ToString()));
        Assert.That(refused, Does.Contain("invited to this dossier already"));
        await service.Hear(Given.Held(Dossier, 6, Cleo.PersonId));
        Assert.That(await Read(Office, $"/reviews/{id}"), Does.Not.Contain("Invite Cleo"));
        Assert.That(await Post(Office, 422, $"/reviews/{id}/replace", ("revision", RevisionOf(page)), ("expertId", Cleo.PersonId.ToString())), Does.Contain("conflict of interest"));
        Assert.That(await Status(id), Is.EqualTo("Invited"), "both or neither");

        var dora = await Expert(4, "Dora Data");
        await Mails();
        await Post(Office, 303, $"/reviews/{id}/replace", ("revision", RevisionOf(page)), ("expertId", dora.PersonId.ToString()));
        Assert.That(await Status(id), Is.EqualTo("Cancelled"));
        Assert.That((await Mails()).Select(mail => mail.Kind).Order(), Is.EqualTo(new[] { "review.cancelled", "review.invited" }));
        Assert.That(await Read(Office, $"/reviews/board?text={Reference}"), Does.Contain("Dora Data").And.Not.Contain("Ann Academic"));
        var file = await Send(Office, HttpMethod.Get, $"/reviews/board?state=all&text={Reference}&format=csv");
        Assert.That((file.Status, file.Page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length), Is.EqualTo((200, 4)));
    }
}
