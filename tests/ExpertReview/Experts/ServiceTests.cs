using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts.Service;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Tests.Experts;

/// <summary>An expert's record of service over HTTP: theirs alone, signed, and checked by anybody to whom it is shown.</summary>
public sealed class ServiceTests
{
    static readonly Caller Expert = Scene.Caller(5, Roles.Expert), Other = Scene.Caller(6, Roles.Expert);
    static readonly Guid Reviewed = Committee.Person(801);

    readonly TestClock clock = new("2026-12-31T23:30:00Z");
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        var seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        await seed.People();
        await seed.Dossier(1);
        await service.Hear(Given.Person(Other.PersonId, "Bob Business", [Roles.Expert]));
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    async Task<(HttpStatusCode Status, string Text, string? To)> Send(Guid? person, string address, string? form = null, params string[] roles)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (person is { } id)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), id, roles.Length == 0 ? [Roles.Expert] : roles, clock.GetUtcNow()));
        if (form is not null)
            request.Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.ToString());
    }

    [Test]
    public async Task A_year_is_stated_signed_and_checked_by_whoever_is_shown_it()
    {
        // Half past midnight in Paris: the review is of the new year.
        Assert.That((await Send(Reviewed, "/experts/me/service")).Text, Does.Contain("Get the statement of 2027").And.Contain("One review handed in.").And.Not.Contain("2026-0001"));
        var made = await Send(Reviewed, "/experts/me/service", "year=2027");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That((await Send(Reviewed, "/experts/me/service", "year=2027")).To, Is.EqualTo(made.To), "the same again is the same");
        var page = await Send(Reviewed, made.To!);
        Assert.That(page.Text, Does.Match("Person .. served the project committee as an expert in 2027").And.Contain("<svg class=\"qr\""));
        var check = Regex.Match(page.Text, "/experts/statements/[0-9a-f-]{36}").Value;

        var seen = await Send(null, check);
        Assert.That((seen.Status, seen.Text), Is.EqualTo((HttpStatusCode.OK, seen.Text)));
        Assert.That(seen.Text, Does.Contain("its signature holds").And.Contain("One review handed in.").And.Not.Contain("2026-0001").And.Not.Contain("Imaging"));
        Assert.That((await Send(null, $"/experts/statements/{Guid.NewGuid()}")).Status, Is.EqualTo(HttpStatusCode.NotFound));

        var folder = Directory.CreateTempSubdirectory("labelling-service-").FullName;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{made.To}/statement.sig");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), Reviewed, [Roles.Expert], clock.GetUtcNow()));
            using var signature = await service.Http.SendAsync(request);
            await File.WriteAllBytesAsync(Path.Combine(folder, "s.sig"), await signature.Content.ReadAsByteArrayAsync());
            var statement = (await service.Get<ServiceStore>().Of(Reviewed, default)).Single();
            await File.WriteAllTextAsync(Path.Combine(folder, "s.json"), (await Send(Reviewed, $"{made.To}/statement.json")).Text);
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), (await Send(null, $"/labels/keys/{statement.KeyId}.pem")).Text);
            Assert.That(await Tool.Run(folder, "openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "s.sig", "s.json"), Is.EqualTo((0, "Verified OK\n")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_statement_is_its_experts_alone_and_goes_with_them()
    {
        var made = (await Send(Reviewed, "/experts/me/service", "year=2027")).To!;
        foreach (var file in new[] { "", "/statement.json", "/statement.sig", "/statement.pdf" })
            Assert.That((await Send(Other.PersonId, made + file)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Send(CommitteeWorld.Office, made, null, Roles.Office)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Send(Other.PersonId, "/experts/me/service")).Text, Does.Not.Contain("Get the statement"));
        Assert.That((await Send(Other.PersonId, "/experts/me/service", "year=2027")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await Send(Reviewed, "/experts/me/service", "year=2026")).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await Send(Reviewed, $"{made}/statement.pdf")).Text, Does.Contain("pdf.absent"));
    }

    [Test, Order(9)]
    public async Task A_statement_that_was_changed_does_not_hold_and_an_erased_experts_are_gone()
    {
        var seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        await seed.Dossier(2);
        var made = (await Send(Committee.Person(802), "/experts/me/service", "year=2027")).To!;
        var check = made.Replace("/me/service/", "/statements/");
        Assert.That((await Send(null, check)).Status, Is.EqualTo(HttpStatusCode.OK));
        await seed.Run("update ServiceStatement set Content = replace(Content, '\"reviews\":1', '\"reviews\":9') where PersonId = @Person", new { Person = Committee.Person(802) });
        Assert.That((await Send(null, check)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await service.Hear(new PersonErased(Guid.CreateVersion7(), Committee.Person(802), 9, clock.GetUtcNow()));
        Assert.That(await service.Get<ServiceStore>().Of(Committee.Person(802), default), Is.Empty);
    }
}
