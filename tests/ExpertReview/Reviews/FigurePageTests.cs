using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>Synthesis, tables and the spreadsheet: whom they are shown to, with which names, and what is in them.</summary>
public class FigurePageTests
{
    static readonly Guid First = new(1, 0x7777, 2, new byte[8]), Second = new(2, 0x7777, 2, new byte[8]);
    static readonly Caller InConflict = Scene.Caller(9, Roles.Chair), Holder = Scene.Holder;

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        await service.Hear(
            Given.Programme(), Given.Person(Scene.Office.PersonId, "Olga Office", [Roles.Office]), Given.Person(Scene.Chair.PersonId, "Carl Chair", [Roles.Chair]),
            Given.Person(Scene.Member.PersonId, "Mina Member", [Roles.Member]), Given.Person(InConflict.PersonId, "Ines Inside", [Roles.Chair]),
            Given.Person(Given.HolderId, "Hugo Holder", [Roles.Holder]));
        foreach (var (dossier, number) in new[] { (First, 1), (Second, 2) })
            await service.Hear(Given.Submitted(dossier, reference: $"2026-000{number}"), Given.Admitted(dossier), Given.Waived(dossier, 1));
        // Who interviewed the first is in conflict on it, and not on the second.
        await service.Hear(Given.Held(First, 5, InConflict.PersonId));
        foreach (var (expert, name) in new[] { (Scene.Ann, "Ann Academic"), (Scene.Bob, "Bob Business") })
        {
            await service.Hear(Given.Person(expert.PersonId, name, [Roles.Expert]));
            await Json(expert, HttpMethod.Put, $"/api/experts/{expert.PersonId}",
                """{"revision":0,"sectors":["medtech"],"therapeuticAreas":[],"technologyAxes":[],"keywords":[],"profile":"Academic","digital":true,"largestLoad":3,"absences":[],"declaredSirens":[]}""");
        }
        foreach (var (dossier, expert, score) in new[] { (First, Scene.Ann, "4"), (First, Scene.Bob, "2"), (Second, Scene.Ann, "3.5") })
        {
            clock.Advance(TimeSpan.FromDays(1));
            var made = await Json(Scene.Office, HttpMethod.Post, "/api/invitations", $$"""{"dossierId":"{{dossier}}","expertId":"{{expert.PersonId}}"}""");
            var id = Regex.Match(made, "\"id\":\"([0-9a-f-]{36})\"").Groups[1].Value;
            await Json(expert, HttpMethod.Post, $"/api/invitations/{id}/accept", """{"revision":1,"noConflict":true}""");
            await Json(expert, HttpMethod.Put, $"/api/invitations/{id}/review",
                $$"""{"revision":2,"scores":[{"criterion":"industrial-interest","score":{{score}},"commentToHolder":"=1+1","commentToCommittee":"Between us."},{"criterion":"scientific-quality","score":3},{"criterion":"probability-of-success","score":3}],"recommendation":"Label","confidence":2}""");
            await Json(expert, HttpMethod.Post, $"/api/invitations/{id}/submit", """{"revision":3}""");
        }
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    async Task<string> Json(Caller caller, HttpMethod method, string path, string body)
    {
        using var answer = await service.Send(caller.PersonId, caller.Roles, method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, text);
        return text;
    }

    async Task<(int Status, byte[] Content)> Get(Caller caller, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        request.Headers.Add("HX-Request", "true");
        using var answer = await service.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    async Task<(int Status, string Text)> Piece(Caller caller, string path) =>
        await Get(caller, path) is var (status, content) ? (status, WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(content))) : default;

    [Test]
    public async Task The_synthesis_goes_to_office_and_chair_with_names_to_members_without_and_to_nobody_else()
    {
        var path = $"/fragments/expert-review/synthesis?dossier={First}";
        foreach (var caller in new[] { Scene.Office, Scene.Chair })
            Assert.That((await Piece(caller, path)).Text, Does.Contain("Ann Academic").And.Contain("habitual severity"));
        var member = await Piece(Scene.Member, path);
        Assert.That(member.Text, Does.Contain("Expert 1").And.Contain("Between us.").And.Contain("disagreement"));
        foreach (var secret in new[] { "Ann", "Bob", Scene.Ann.PersonId.ToString(), Scene.Bob.PersonId.ToString() })
            Assert.That(member.Text, Does.Not.Contain(secret));
        foreach (var nobody in new[] { Holder, new Caller(Given.HolderId, Roles.All.ToHashSet(StringComparer.Ordinal), "test"), Scene.Ann with { Roles = Roles.All.ToHashSet(StringComparer.Ordinal) }, InConflict, Scene.Cleo })
            Assert.That(await Piece(nobody, path), Is.EqualTo((204, "")));
        Assert.That(await Piece(Scene.Office, $"/fragments/expert-review/synthesis?dossier={Guid.CreateVersion7()}"), Is.EqualTo((204, "")));
    }

    [Test]
    public async Task What_experts_were_asked_is_not_counted_for_whom_it_would_tell_who_reviews()
    {
        var office = (await Piece(Scene.Office, "/fragments/expert-review/load")).Text;
        Assert.That(office, Does.Contain("Ann Academic").And.Contain("Bob Business"));
        var inside = (await Piece(InConflict, "/fragments/expert-review/load")).Text;
        Assert.That(inside, Does.Contain("Ann Academic").And.Not.Contain("Bob Business"));
        Assert.That(Cells(office, "Ann Academic")[0], Is.EqualTo("2"));
        Assert.That(Cells(inside, "Ann Academic")[0], Is.EqualTo("1"));
        foreach (var nobody in new[] { Scene.Member, Holder, Scene.Ann })
            Assert.That(await Piece(nobody, "/fragments/expert-review/load"), Is.EqualTo((204, "")));
    }

    static string[] Cells(string page, string row) => [.. Regex.Matches(Regex.Match(page, $"{row}.*?</tr>", RegexOptions.Singleline).Value, "<td[^>]*>([^<]*)</td>").Select(cell => cell.Groups[1].Value.Trim())];

    [Test, Order(99)]
    public async Task The_tables_of_scores_are_of_released_decisions_alone_and_of_what_the_reader_may_read()
    {
        Assert.That(await Piece(Scene.Office, "/fragments/expert-review/scores"), Is.EqualTo((204, "")), "nothing is released");
        await using (var transaction = await service.Database.Begin(CancellationToken.None))
        {
            foreach (var (dossier, session, decision, number) in new[] { (First, Guid.CreateVersion7(), "Refuse", 1), (Second, Guid.CreateVersion7(), "Label", 2) })
            {
                var values = new { Session = session, Dossier = dossier, Decision = decision, Item = Guid.CreateVersion7(), clock, At = clock.GetUtcNow(), Who = Scene.Chair.PersonId, Reasons = number == 1 ? "Too early." : null };
                await transaction.Execute("insert into Session (Id, Title, StartsAt, Place, Status, OpenedAt, Revision, Turn) values (@Session, 'March', @At, 'Here', 'Open', @At, 1, 0)", new { values.Session, values.At });
                await transaction.Execute(
                    """
                    insert into AgendaItem (Id, SessionId, DossierId, Dossier, Position, Status, Decision, Reasons, ReservationCount, DecidedAt, PresidedBy, ReleasedAt, ReleasedBy)
                    values (@Item, @Session, @Dossier, '{}', 1, 'Decided', @Decision, @Reasons, 0, @At, @Who, @At, @Who)
                    """,
                    new { values.Item, values.Session, values.Dossier, values.Decision, values.Reasons, values.At, values.Who });
            }
            transaction.WithoutTrail("a test writes past the program");
            await transaction.Commit();
        }
        var office = (await Piece(Scene.Office, "/fragments/expert-review/scores")).Text;
        var split = office.IndexOf("Lowest scores labelled", StringComparison.Ordinal);
        Assert.That(office[..split], Does.Contain("2026-0001").And.Not.Contain("2026-0002"));
        Assert.That(office[split..], Does.Contain("2026-0002").And.Not.Contain("2026-0001"));
        Assert.That((await Piece(InConflict, "/fragments/expert-review/scores")).Text, Does.Contain("2026-0002").And.Not.Contain("2026-0001"));
        Assert.That(await Piece(Scene.Member, "/fragments/expert-review/scores"), Is.EqualTo((204, "")));
    }

    [Test]
    public async Task The_spreadsheet_has_every_review_and_score_and_no_formula()
    {
        var text = Sheet((await Get(Scene.Office, "/reviews/selection")).Content);
        Assert.That(Regex.Count(text, "<(?:x:)?row"), Is.EqualTo(1 + 3 * 3), "a line a review and criterion");
        Assert.That(text, Does.Contain("Ann Academic").And.Contain("=1+1").And.Contain("Between us."));
        Assert.That(text, Does.Not.Match("<(?:x:)?f[ >]"));
        var inside = Sheet((await Get(InConflict, "/reviews/selection")).Content);
        Assert.That(inside, Does.Contain("2026-0002").And.Not.Contain("2026-0001").And.Not.Contain("Bob"));
        Assert.That((await Get(Scene.Member, "/reviews/selection")).Status, Is.EqualTo(403));
    }

    static string Sheet(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(archive.Entries.Single(entry => entry.FullName.Contains("worksheets", StringComparison.Ordinal) && entry.Name.EndsWith(".xml", StringComparison.Ordinal)).Open());
        return WebUtility.HtmlDecode(reader.ReadToEnd());
    }
}
