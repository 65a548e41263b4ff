using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Embedded.Demonstration;
using Labelling.Storage;

namespace Labelling.Journey.Tests;

/// <summary>The trail that a whole town leaves.</summary>
[NonParallelizable]
public class TrailTests
{
    Town town = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        town = await Town.Build();
        await town.Settle();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (town is not null)
            await town.DisposeAsync();
    }

    sealed record Line
    {
        public required Guid? PersonId { get; init; }
        public required string ActorRole { get; init; }
        public required string Origin { get; init; }
        public required string Action { get; init; }
        public required string? ValueBefore { get; init; }
        public required string? ValueAfter { get; init; }
        public required string? PersonalDigest { get; init; }
    }

    [Test]
    public async Task Every_line_says_who_in_which_role_did_what_from_where_and_what_became_of_it()
    {
        var odd = new List<string>();
        foreach (var database in town.Databases.All.Values)
        {
            var lines = await database.Query<Line>(
                "select PersonId, ActorRole, Origin, Action, ValueBefore, ValueAfter, PersonalDigest from AuditLine", null, CancellationToken.None);
            Assert.That(lines, Is.Not.Empty, database.Name);
            odd.AddRange(lines
                .Where(line => line.ActorRole.Length == 0 || line.Origin.Length == 0 || !System.Text.RegularExpressions.Regex.IsMatch(line.Action, "^[a-z-]+\\.[a-z-]+$")
                    || line.PersonId is null && line.ActorRole is not ("service" or "first administrator" or "test")
                    || line.PersonId is not null && town.People.All(person => person.Id != line.PersonId)
                    || line is { ValueBefore: null, ValueAfter: null, PersonalDigest: null })
                .Select(line => $"{database.Name}: {line}"));
        }
        Assert.That(odd.Distinct().Take(10), Is.Empty);
    }

    [Test]
    public async Task The_trails_of_all_services_hold_and_agree_with_their_witness()
    {
        foreach (var database in town.Databases.All.Values)
        {
            var witness = new AuditWitness(database, town.Witness);
            await witness.Write(CancellationToken.None);
            var report = await AuditTrail.Verify(database, witness, CancellationToken.None);
            Assert.That(report.Findings.Concat(report.Notices), Is.Empty);
            Assert.That(File.Exists(witness.File));
        }
    }

    static readonly string[] Parts = ["/api/dossiers/{0}/trail", "/api/synthesis/{0}/trail", "/api/funding-applications/trail?dossierId={0}"];

    async Task<IReadOnlyList<JsonNode>> Trail(Somebody who, Guid dossier)
    {
        var lines = new List<JsonNode>();
        var interviews = (await town.Get(who, $"/api/interviews?dossierId={dossier}"))?["items"]?.AsArray() ?? [];
        foreach (var path in Parts.Select(part => string.Format(System.Globalization.CultureInfo.InvariantCulture, part, dossier))
                     .Concat(interviews.Select(interview => $"/api/interviews/{interview!["id"]}/trail")))
            foreach (var line in (await town.Get(who, path))?["lines"]?.AsArray() ?? [])
                lines.Add(line!);
        return lines;
    }

    [Test]
    public async Task Whatever_happens_to_a_dossier_has_words_for_the_office_in_both_languages()
    {
        var office = town.People.First(person => person.Role == Roles.Office);
        var unplaced = new HashSet<string>();
        foreach (var dossier in town.Dossiers.Values)
            foreach (var line in await Trail(office, dossier))
                if ((string?)line["what"] == (string?)line["action"])
                    unplaced.Add((string)line["action"]!);
        Assert.That(unplaced, Is.Empty, "acts that are in no service's table");
        Assert.That(await Trail(office, town.Dossiers[Stage.Concluded]), Has.Count.GreaterThan(20));
    }

    [Test]
    public async Task A_holder_is_never_told_who_reviews_who_sits_or_from_where()
    {
        var others = town.People.Where(person => person.Role != Roles.Holder).ToList();
        var office = others.First(person => person.Role == Roles.Office);
        var names = (await town.Get(others.First(person => person.Role == Roles.Administrator), "/api/people"))!.AsArray()
            .Where(person => others.Any(other => other.Id.ToString() == (string?)person!["id"])).Select(person => (string)person!["name"]!).ToList();
        Assert.That(names, Has.Count.EqualTo(others.Count));
        foreach (var (stage, dossier) in town.Dossiers)
            foreach (var holder in town.People.Where(person => person.Role == Roles.Holder))
            {
                var told = string.Join('\n', (await Trail(holder, dossier)).Select(line => line.ToJsonString(Json.Options)));
                foreach (var hidden in names.Concat(others.Select(other => other.Id.ToString())).Concat(["127.0.0.1", "invitation.", "review.", "item.", "session.", "heard.", "duplicate"]))
                    Assert.That(told, Does.Not.Contain(hidden), $"{stage}, of the trail that its holder reads");
            }
    }

    [Test]
    public async Task Each_service_shows_its_piece_to_whoever_may_read_it_and_an_empty_one_to_others()
    {
        var dossier = town.Dossiers[Stage.Concluded];
        foreach (var (role, expected) in new[] { (Roles.Office, 200), (Roles.Expert, 204), (Roles.Member, 204) })
            foreach (var service in new[] { "submission", "expert-review", "funding-outcome" })
            {
                var (status, text) = await Page(town.People.First(person => person.Role == role), $"/fragments/{service}/trail?dossier={dossier}");
                Assert.That(status, Is.EqualTo(expected), $"{service} for {role}");
                Assert.That(text, expected == 204 ? Is.Empty : Does.StartWith("<section").And.Not.Contain("<html"));
            }
        var page = await Page(town.People.First(person => person.Role == Roles.Office), $"/dossiers/{dossier}/trail");
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("<html").And.Contain("/fragments/expert-review/trail?dossier="));
        Assert.That((await Page(town.People.First(person => person.Role == Roles.Expert), $"/dossiers/{dossier}/trail")).Status, Is.EqualTo(404));
    }

    async Task<(int Status, string Text)> Page(Somebody who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await town.Http.SendAsync(request);
        return ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).TrimStart());
    }
}
