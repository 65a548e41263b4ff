using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Labels;

/// <summary>
/// A cluster that labels a dossier too decides by itself and has no account here: it reads what the public reads, and the certificate's
/// files where the holder passes them on. None of it holds a mark, a comment, a vote or the name of an expert.
/// </summary>
public sealed partial class CoLabellingTests
{
    const string Label = "/labels/L-2026-0001", ToHolder = "Test it in two hospitals.", ToCommittee = "The patent will not hold.", Reservation = "Show the contract.";

    TestClock clock = null!;
    ServiceOverHttp service = null!;
    CommitteeSeed seed = null!;

    [SetUp]
    public async Task Start()
    {
        clock = new TestClock("2026-03-12T12:00:00Z");
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        var session = await seed.Decided(service, new Proposal(Decision.LabelWithReservations, null, [new(Reservation, "Optica", new(2026, 7, 31))], null));
        await seed.Run($"update ReviewScore set CommentToHolder = '{ToHolder}', CommentToCommittee = '{ToCommittee}'");
        Assert.That(await service.Database.Query<string>("select CommentToCommittee from ReviewScore", null, default), Has.Some.EqualTo(ToCommittee), "there are marks");
        await Send(As(Committee.Chair), "POST", "/releases", $"item={session.Items[0].Id}&confirmation={Confirmation}");
        var recorded = await Send(As(Committee.Chair), "POST", "/api/labels/L-2026-0001/clusters",
            $$"""{"cluster":"Minalogic","decision":"Labelled","decidedOn":"2026-03-10","revision":1,"confirmation":"{{Confirmation}}"}""");
        Assert.That(recorded, Does.Contain("\"certificate\":{\"version\":2"), "the other cluster is on it");
    }

    [TearDown]
    public async Task End() => await service.DisposeAsync();

    string Confirmation => service.Get<ActConfirmation>().Give(Committee.Chair);

    async Task<string> Send(Caller? caller, string method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), address);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = service.Http.BaseAddress };
        if (caller is not null)
            request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded");
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.LessThan(400), address);
        return ForgeryToken().Replace(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), "");
    }

    /// <summary>Of each page its own, whatever it says.</summary>
    [GeneratedRegex("CfDJ8[\\w-]+")]
    private static partial Regex ForgeryToken();

    [Test]
    public async Task Another_cluster_that_labels_reads_no_mark_no_comment_and_no_vote()
    {
        var read = await All();
        var names = await service.Database.Query<string>("select Name from Person where Name <> @Signatory", new { Signatory = "Person 01" }, default);
        Assert.That(names, Has.Count.GreaterThan(5), "experts, members and the office");
        foreach (var (address, text) in read)
        {
            foreach (var closed in names.Concat([ToHolder, ToCommittee]))
                Assert.That(text, Does.Not.Contain(closed), address);
        }
        Assert.That(Members(read["/api/labels"]), Is.EquivalentTo(InRegister), "the register");
        Assert.That(Members(read["/api" + Label]), Is.EquivalentTo(InCheck), "the check");
        Assert.That(Members(read["certificate.json"]), Is.EquivalentTo(InCertificate), "the certificate");

        await seed.Run("update ReviewScore set Score = 0.5, CommentToHolder = 'Sound.', CommentToCommittee = null");
        await seed.Run("update Ballot set AbstainCount = AbstainCount + 1");
        foreach (var (address, text) in await All())
            Assert.That(text, Is.EqualTo(read[address]), $"other marks and votes, and not a byte of {address} differs");
    }

    async Task<Dictionary<string, string>> All()
    {
        var read = new Dictionary<string, string>();
        foreach (var address in new[] { "/api/labels", "/api" + Label, "/labels", "/labels/feed", Label, $"{Label}?lang=fr" })
            read[address] = await Send(null, "GET", address);
        foreach (var file in new[] { "certificate", "certificate.json", "certificate.sig" })
            read[file] = await Send(As(Holder), "GET", $"{Label}/{file}");
        return read;
    }

    /// <summary>Every member of a JSON text by its path.</summary>
    static HashSet<string> Members(string json)
    {
        var found = new HashSet<string>();
        Walk(JsonNode.Parse(json), "");
        return found;

        void Walk(JsonNode? node, string path)
        {
            foreach (var (name, value) in node as JsonObject ?? [])
            {
                found.Add(path + name);
                Walk(value, $"{path}{name}.");
            }
            foreach (var one in node as JsonArray ?? [])
                Walk(one, path);
        }
    }

    static readonly string[] InRegister =
    [
        "items", "items.number", "items.status", "items.title", "items.organisation", "items.call", "items.fundingBody", "items.programme", "items.issuedOn", "items.validUntil",
        "page", "pageSize", "total",
    ];

    static readonly string[] InCheck =
    [
        "number", "status", "title", "organisation", "reference", "version", "call", "fundingBody", "programme", "kind", "issuedOn", "validUntil", "revokedOn", "revision",
        "openReservations", "certificate", "certificate.version", "certificate.issuedOn", "certificate.sha256",
    ];

    static readonly string[] InCertificate =
    [
        "format", "number", "kind", "call", "fundingBody", "holder", "issuedOn", "validUntil", "dossier", "dossier.reference", "dossier.title", "dossier.version",
        "programme", "programme.code", "programme.version", "programme.name", "programme.name.en", "programme.name.fr", "signatory", "signatory.name", "signatory.role",
        "reservations", "reservations.text", "reservations.owner", "reservations.dueOn", "reservations.liftedOn", "coLabelledBy", "coLabelledBy.name", "coLabelledBy.labelledOn",
        "certificate", "certificate.version", "certificate.issuedOn", "certificate.keyId",
    ];
}
