using System.Net.Http.Headers;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Submission.Duplicates;

namespace Labelling.Submission.Tests;

/// <summary>The office's pages as a browser gets them: what is typed comes back, what is written is text, and one dossier leads to the next.</summary>
public sealed class OfficePageTests
{
    readonly TestClock clock = new("2026-03-12T12:00:00Z");
    ServiceOverHttp service = null!;
    Call call = null!;
    Guid programme;

    [SetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(SubmissionService.Service, clock);
        await Seeds.Plant(service.Database, default);
        foreach (var (person, name, role) in new[] { (Sample.Holder, "Anne Porteuse", Roles.Holder), (Sample.Officer, "Olive Office", Roles.Office) })
        {
            await service.Hear(new PersonRegistered(Guid.CreateVersion7(), person, 1, clock.GetUtcNow(), name, $"{role}@example.org", "fr", [role], []));
        }

        programme = (await service.Get<ProgrammeStore>().All(default)).Single(one => one.Code == "project-label").Id;
        (call, var happened) = Call.Publish(Sample.Terms(), clock.GetUtcNow());
        await service.Get<CallStore>().Publish(call, happened, World.Officer.Actor(Roles.Office), default);
    }

    [TearDown]
    public async Task Stop() => await service.DisposeAsync();

    async Task<Dossier> Deposited(string acronym)
    {
        var draft = Dossier.Start(Sample.Holder, Sample.Content(programme, call.Id) with { Acronym = acronym, Title = $"{acronym}, titre à part" }, clock.GetUtcNow());
        await service.Get<DossierStore>().Start(draft, World.Holder.Actor(Roles.Holder), default);
        clock.Advance(TimeSpan.FromMinutes(1));
        return (await service.Get<DossierStore>().Deposit(draft, draft.Submit(call, 1, false, clock.GetUtcNow())!, World.Holder.Actor(Roles.Holder), default))!;
    }

    async Task<(int Status, string Text, string? Location)> Page(Caller caller, string address, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(form.Length == 0 ? HttpMethod.Get : HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd("en");
        request.Content = form.Length == 0 ? null : new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    [Test]
    public async Task What_somebody_writes_is_text_and_is_read_once_it_was_opened()
    {
        var dossier = await Deposited("ALPHA");
        var at = $"/dossiers/{dossier.Id}/messages";
        Assert.That((await Page(World.Holder, at, ("text", "<img src=x onerror=alert(1)> & <b>gras</b>"), ("revision", "0"))).Status, Is.EqualTo(303));
        Assert.That((await Page(World.Officer, "/fragments/submission/waits")).Text, Does.Contain(at));
        var (status, page, _) = await Page(World.Officer, at);
        Assert.That(status, Is.EqualTo(200));
        Assert.That(page, Does.Contain("&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;gras&lt;/b&gt;").And.Not.Contain("<img src=x").And.Contain("Anne Porteuse"));
        Assert.That((await Page(World.Officer, "/fragments/submission/waits")).Text, Does.Not.Contain(at));

        var stale = await Page(World.Officer, at, ("text", "Voici la suite"), ("revision", "0"));
        Assert.That((stale.Status, stale.Text.Contains("Voici la suite", StringComparison.Ordinal)), Is.EqualTo((409, true)), "what was typed is kept");
    }

    [Test]
    public async Task Each_decision_leads_to_the_next_dossier_and_a_refusal_keeps_what_was_typed()
    {
        var (first, second, third) = (await Deposited("ALPHA"), await Deposited("BETA"), await Deposited("GAMMA"));
        var queue = await Page(World.Officer, "/admissibility");
        Assert.That(queue.Text.IndexOf($"/admissibility/{first.Id}", StringComparison.Ordinal), Is.LessThan(queue.Text.IndexOf($"/admissibility/{third.Id}", StringComparison.Ordinal)).And.GreaterThan(0));
        var page = await Page(World.Officer, $"/admissibility/{second.Id}");
        Assert.That(page.Text, Does.Contain($"/admissibility/{first.Id}").And.Contain($"/admissibility/{third.Id}").And.Contain($"/fragments/submission/plan?dossier={second.Id}"));

        var at = $"/admissibility/{second.Id}";
        var wrong = await Page(World.Officer, $"{at}/request-correction", ("revision", $"{second.Revision}"), ("reason", "Incomplete"), ("text", "Il manque le budget."), ("dueOn", "31/02/2026"));
        Assert.That((wrong.Status, wrong.Text.Contains("Il manque le budget.", StringComparison.Ordinal), wrong.Text.Contains("31/02/2026", StringComparison.Ordinal)), Is.EqualTo((400, true, true)));
        var noReason = await Page(World.Officer, $"{at}/refuse-admission", ("revision", $"{second.Revision}"), ("reasons", " "));
        Assert.That(noReason.Status, Is.EqualTo(400));
        var stale = await Page(World.Officer, $"{at}/refuse-admission", ("revision", "77"), ("reasons", "Hors du territoire."));
        Assert.That((stale.Status, stale.Text.Contains("Hors du territoire.", StringComparison.Ordinal)), Is.EqualTo((409, true)));

        var sent = await Page(World.Officer, $"{at}/request-correction", ("revision", $"{second.Revision}"), ("reason", "Incomplete"), ("text", "Il manque le budget."), ("dueOn", "2026-04-01"));
        Assert.That((sent.Status, sent.Location), Is.EqualTo((303, $"/admissibility/{third.Id}")));
        var refused = await Page(World.Officer, $"/admissibility/{third.Id}/refuse-admission", ("revision", $"{third.Revision}"), ("reasons", "Hors du territoire."));
        Assert.That((refused.Status, refused.Location), Is.EqualTo((303, "/admissibility")), "the last of the queue");
        var admitted = await Page(World.Officer, $"/admissibility/{first.Id}/admit", ("revision", $"{first.Revision}"));
        Assert.That((admitted.Status, admitted.Location), Is.EqualTo((303, "/admissibility")));
        Assert.That((await Page(World.Officer, "/admissibility")).Text, Does.Not.Contain($"/admissibility/{first.Id}"));
    }

    [Test]
    public async Task Several_are_admitted_at_once_and_each_line_says_what_came_of_it()
    {
        var (first, second) = (await Deposited("ALPHA"), await Deposited("BETA"));
        Assert.That((await Page(World.Officer, "/admissibility", ("dossier", "nothing"))).Status, Is.EqualTo(400));
        var page = await Page(World.Officer, "/admissibility", ("dossier", $"{first.Id} {first.Revision}"), ("dossier", $"{second.Id} 77"), ("dossier", $"{Guid.CreateVersion7()} 1"));
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("ALPHA").And.Contain("Somebody changed this"));
        var dossiers = service.Get<DossierStore>();
        Assert.That((await dossiers.Find(first.Id, Viewer.Of(World.Officer), default))!.Dossier.Status, Is.EqualTo(DossierStatus.Admissible));
        Assert.That((await dossiers.Find(second.Id, Viewer.Of(World.Officer), default))!.Dossier.Status, Is.EqualTo(DossierStatus.Submitted));
    }

    [Test]
    public async Task Two_dossiers_stand_side_by_side_and_what_was_decided_can_be_taken_back_there()
    {
        var (first, second) = (await Deposited("ALPHA"), await Deposited("ALPHA"));
        await new DuplicateSweep(service.Get<DuplicateStore>(), clock, service.Get<Microsoft.Extensions.Logging.ILogger<DuplicateSweep>>()).Run(default);
        var pair = (await service.Get<DuplicateStore>().List(Viewer.Of(World.Officer), CandidateStatus.Open, CandidateOrder.Strength, true, 0, 9, default)).Page.Single();
        var at = $"/duplicates/{pair.Id}";
        Assert.That((await Page(World.Officer, "/duplicates")).Text, Does.Contain(at).And.Contain("the same lead organisation"));
        const string Piece = "/fragments/submission/duplicates";
        Assert.That((await Page(World.Officer, Piece)).Text, Does.Contain("1 pair may be one dossier"));
        Assert.That((await Page(World.Holder, Piece)).Text, Does.Not.Contain("pair"), "whoever does not decide is not told");
        Assert.That((await Page(World.Officer, at)).Text, Does.Contain(first.Reference!).And.Contain(second.Reference!).And.Contain("Institut des yeux (in both)").And.Contain($"{at}/confirm"));
        Assert.That((await Page(World.Officer, $"{at}/confirm", ("revision", "9"))).Status, Is.EqualTo(409));
        Assert.That((await Page(World.Officer, $"{at}/confirm", ("revision", $"{pair.Revision}"))).Location, Is.EqualTo(at));
        Assert.That((await Page(World.Officer, at)).Text, Does.Contain($"{at}/undo").And.Not.Contain($"{at}/confirm"));
        Assert.That((await Page(World.Officer, "/duplicates?status=Confirmed")).Text, Does.Contain(at));
        Assert.That((await Page(World.Officer, Piece)).Text, Does.Contain("No pair waits"));
        Assert.That((await Page(World.Officer, $"{at}/undo", ("revision", $"{pair.Revision + 1}"))).Status, Is.EqualTo(303));
        Assert.That((await Page(World.Holder, at)).Status, Is.EqualTo(403));
    }
}
