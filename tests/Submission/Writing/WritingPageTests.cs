using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Tests.Writing;

/// <summary>The pages as somebody without scripts meets them: forms that are sent, and what comes back.</summary>
public sealed partial class WritingPageTests
{
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(SubmissionService.Service);
        foreach (var (person, name) in new[] { (Sample.Holder, "Porteur"), (Sample.CoHolder, "Co-porteuse") })
            await service.Hear(new PersonRegistered(Guid.CreateVersion7(), person, 1, Sample.Noon, name, $"{name.ToLowerInvariant()}@example.org", "fr", [Roles.Holder], []));
    }

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_draft_is_started_with_a_name_and_every_step_opens()
    {
        var id = await Draft();
        foreach (var step in new[] { "project", "consortium", "science", "market", "work", "call", "annex", "check" })
        {
            var (status, page) = await Get($"/dossiers/{id}/write/{step}");
            Assert.That((status, page.Contains("writing-steps", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true)), step);
            Assert.That(Style().IsMatch(page), Is.False, step);
        }

        Assert.That((await Get($"/dossiers/{id}/write/nothing")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Get($"/dossiers/{id}/write/project", Sample.Stranger)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_draft_with_a_wrong_acronym_is_not_started_and_what_was_typed_comes_back()
    {
        var (status, _, page) = await Post("/dossiers", Sample.Holder, ("title", "Un titre"), ("acronym", "a/b"), ("kind", "Project"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain("value=\"a/b\"").And.Contain("value=\"Un titre\"").And.Contain("acronym-error"));
    }

    [Test]
    public async Task A_call_that_is_closed_is_offered_only_to_whom_aims_at_it_already()
    {
        async Task<string> Call(string code, int closesInDays)
        {
            using var answer = await service.Send(Sample.Officer, [Roles.Office], HttpMethod.Post, "/api/calls", new JsonObject
            {
                ["code"] = code,
                ["fundingBody"] = "Bpifrance",
                ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-30),
                ["closesAt"] = DateTimeOffset.UtcNow.AddDays(closesInDays),
                ["timeZone"] = "Europe/Paris",
            }.ToJsonString());
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        }

        var (open, closed) = (await Call("Ouvert", 10), await Call("Fermé", -10));
        Assert.That((await Get("/dossiers/new")).Text, Does.Contain(open).And.Not.Contain(closed));
        var without = await Draft();
        Assert.That((await Get($"/dossiers/{without}/write/call")).Text, Does.Contain(open).And.Not.Contain(closed));
        var (_, to, _) = await Post("/dossiers", Sample.Holder, ("title", "Rétine"), ("acronym", "RETINA"), ("kind", "Project"), ("callId", closed));
        Assert.That((await Get($"/dossiers/{to!.Split('/')[2]}/write/call")).Text, Does.Contain(open).And.Contain(closed));
    }

    [Test]
    public async Task Saving_goes_on_to_the_next_step()
    {
        var id = await Draft();
        var (status, to, _) = await Send(id, "science", "next", ("objectives", "Mesurer."), ("obstacles", ""));
        Assert.That((status, to), Is.EqualTo((HttpStatusCode.SeeOther, $"/dossiers/{id}/write/market")));
        Assert.That((await Content(id))["objectives"]!.GetValue<string>(), Is.EqualTo("Mesurer."));
    }

    [Test]
    public async Task A_wrong_SIREN_stands_beside_its_field_with_everything_typed_and_the_rest_is_saved()
    {
        var id = await Draft();
        var (status, _, page) = await Send(id, "consortium", "next", ("lead.name", "Optique du Quai"), ("lead.siren", "732829321"), ("lead.employees", "beaucoup"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain("value=\"732829321\"").And.Contain("lead.siren-error").And.Contain("value=\"beaucoup\"").And.Contain("Donnez un nombre"));
        Assert.That((await Content(id))["lead"]!["name"]!.GetValue<string>(), Is.EqualTo("Optique du Quai"));
        Assert.That((await Content(id))["lead"]!["siren"], Is.Null);
    }

    [Test]
    public async Task Rows_are_added_moved_and_removed_without_scripts_and_what_was_typed_is_saved_with_it()
    {
        var id = await Draft();
        var (_, to, _) = await Send(id, "consortium", "add:partners", ("lead.name", "Optique"));
        var first = Key().Match(to!).Groups[1].Value;
        await Send(id, "consortium", "add:partners", ($"partners[{first}].name", "Institut"));
        var partners = (await Content(id))["partners"]!.AsArray();
        var second = partners[1]!["key"]!.GetValue<string>();
        Assert.That(partners[0]!["name"]!.GetValue<string>(), Is.EqualTo("Institut"));

        await Send(id, "consortium", $"up:partners[{second}]", ($"partners[{second}].name", "CHU"));
        Assert.That((await Content(id))["partners"]!.AsArray().Select(row => row!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "CHU", "Institut" }));

        await Send(id, "consortium", $"remove:partners[{first}]", ($"partners[{first}].name", "Institut des yeux"));
        Assert.That((await Content(id))["partners"]!.AsArray().Select(row => row!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "CHU" }));
    }

    [Test]
    public async Task Two_who_write_one_field_see_both_values_and_choose()
    {
        var id = await Draft();
        var was = Was((await Get($"/dossiers/{id}/write/science")).Text);
        await Send(id, "science", "save", ("objectives", "Le leur"));
        var (status, _, page) = await Post($"/dossiers/{id}/write/science", Sample.Holder, ("was", was), ("act", "save"), ("objectives", "Le mien"), ("obstacles", "Aucun"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(page, Does.Contain("Le leur").And.Contain(">Le mien</textarea>").And.Contain("take.objectives").And.Contain("Porteur a modifié ce champ"));
        Assert.That((await Content(id))["obstacles"]!.GetValue<string>(), Is.EqualTo("Aucun"));

        // Own value kept: saved again, after the other's was seen.
        var seen = Was(page);
        await Post($"/dossiers/{id}/write/science", Sample.Holder, ("was", seen), ("act", "save"), ("objectives", "Le mien"), ("obstacles", "Aucun"));
        Assert.That((await Content(id))["objectives"]!.GetValue<string>(), Is.EqualTo("Le mien"));

        // Theirs taken over: what was typed is left.
        await Post($"/dossiers/{id}/write/science", Sample.Holder, ("was", Was((await Get($"/dossiers/{id}/write/science")).Text)), ("act", "save"), ("objectives", "Autre"), ("take.objectives", "yes"), ("obstacles", "Aucun"));
        Assert.That((await Content(id))["objectives"]!.GetValue<string>(), Is.EqualTo("Le mien"));
    }

    [Test]
    public async Task The_budget_says_where_it_does_not_add_up_and_takes_over_its_sums()
    {
        var id = await Draft();
        await Send(id, "work", "add:workPackages");
        var key = (await Content(id))["workPackages"]![0]!["key"]!.GetValue<string>();
        var (status, _, page) = await Send(id, "work", "save", ($"workPackages[{key}].costs[lead]", "-5"), ("totalBudgetEur", "9999999999999"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain("value=\"-5\"").And.Contain("value=\"9999999999999\"").And.Contain("totalBudgetEur-error"));

        await Send(id, "consortium", "save", ("lead.name", "Optique"));
        await Send(id, "work", "save", ($"workPackages[{key}].title", "Capteur"), ($"workPackages[{key}].startMonth", "1"), ($"workPackages[{key}].lengthMonths", "12"),
            ($"workPackages[{key}].costs[lead]", "1 000,50"), ("totalBudgetEur", "900"), ($"workPackages[{key}].costEur", "800"));
        page = (await Get($"/dossiers/{id}/write/work")).Text;
        Assert.That(page, Does.Contain("Les montants ne concordent pas").And.Contain("<svg viewBox=\"0 0 12 1\""));
        await Send(id, "work", "totals");
        page = (await Get($"/dossiers/{id}/write/work")).Text;
        Assert.That(page, Does.Contain("Les montants concordent").And.Contain("value=\"1000,5\""));
    }

    [Test]
    public async Task Who_was_given_a_part_is_asked_for_it_and_reads_the_rest()
    {
        var id = await Draft();
        await Send(id, "consortium", "save", ("lead.name", "Optique"));
        await Send(id, "consortium", "add:partners");
        var key = (await Content(id))["partners"]![0]!["key"]!.GetValue<string>();
        var (invited, _, _) = await Post($"/dossiers/{id}/co-holders", Sample.Holder, ("email", "co@example.org"), ("part", $"Own:{key}"), ("language", "fr"));
        Assert.That(invited, Is.EqualTo(HttpStatusCode.SeeOther));
        var mail = (await service.Database.Query<string>("select TextBody from Mail where Kind = 'dossier.co-holder-invitation' order by Position desc", null, default))[0];
        var code = Uri.UnescapeDataString(Code().Match(mail).Groups[1].Value);

        Assert.That((await Get($"/dossiers/join?code={code}", Sample.CoHolder)).Text, Does.Contain("Porteur"));
        var (_, to, _) = await Post("/dossiers/join", Sample.CoHolder, ("code", code));
        Assert.That(to, Is.EqualTo($"/dossiers/{id}/write/project"));

        var page = (await Get($"/dossiers/{id}/write/consortium", Sample.CoHolder)).Text;
        Assert.That(page, Does.Contain($"name=\"partners[{key}].role\"").And.Not.Contain("name=\"lead.name\"").And.Not.Contain("add:partners"));
        Assert.That((await Get($"/dossiers/{id}/co-holders", Sample.CoHolder)).Text, Does.Not.Contain("<button type=\"submit\" class=\"btn btn-outline-danger\""));
        Assert.That((await Post($"/dossiers/{id}/co-holders/remove", Sample.CoHolder, ("person", Sample.CoHolder.ToString()))).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        await Post($"/dossiers/{id}/co-holders/remove", Sample.Holder, ("person", Sample.CoHolder.ToString()));
        Assert.That((await Get($"/dossiers/{id}/write/consortium", Sample.CoHolder)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_address_that_is_none_is_said_beside_its_field()
    {
        var (status, _, page) = await Post($"/dossiers/{await Draft()}/co-holders", Sample.Holder, ("email", "a@b.fr\r\nBcc: x@y.fr"), ("part", "Own:nobody"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(page, Does.Contain("email-error").And.Contain("part-error"));
    }

    async Task<Guid> Draft()
    {
        var (status, to, _) = await Post("/dossiers", Sample.Holder, ("title", "Rétine"), ("acronym", "RETINA"), ("kind", "Project"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther));
        return Guid.Parse(to!.Split('/')[2]);
    }

    /// <summary>Opens a step and sends its form with these fields typed over what it shows.</summary>
    async Task<(HttpStatusCode Status, string? To, string Text)> Send(Guid id, string step, string act, params (string, string)[] typed)
    {
        var was = Was((await Get($"/dossiers/{id}/write/{step}")).Text);
        return await Post($"/dossiers/{id}/write/{step}", Sample.Holder, [("was", was), ("act", act), .. typed]);
    }

    async Task<JsonNode> Content(Guid id)
    {
        using var answer = await service.Send(Sample.Holder, [Roles.Holder], HttpMethod.Get, $"/api/dossiers/{id}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["content"]!;
    }

    async Task<(HttpStatusCode Status, string Text)> Get(string address, Guid? person = null)
    {
        using var answer = await service.Send(person ?? Sample.Holder, [Roles.Holder], HttpMethod.Get, address, language: "fr");
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    async Task<(HttpStatusCode Status, string? To, string Text)> Post(string address, Guid person, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person, [Roles.Holder], DateTimeOffset.UtcNow));
        request.Headers.AcceptLanguage.ParseAdd("fr");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    static string Was(string page) => Known().Match(page) is { Success: true } match ? match.Groups[1].Value : throw new AssertionException($"The page has no form: {page}");

    // The page is decoded already: its value ends where the tag does.
    [GeneratedRegex("""<input type="hidden" name="was" id="was" value="(\{.*?\})"\s*/?>""", RegexOptions.Singleline)]
    private static partial Regex Known();

    [GeneratedRegex(@"#partners\[([a-z0-9]+)\]")]
    private static partial Regex Key();

    [GeneratedRegex(@"[?&]code=([^\s&]+)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\sstyle=|\son[a-z]+=""", RegexOptions.IgnoreCase)]
    private static partial Regex Style();
}
