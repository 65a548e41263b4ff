using Labelling.Contracts;
using Labelling.FundingOutcome;
using Labelling.FundingOutcome.Asking;
using Labelling.Ground;

namespace Labelling.Browser.Tests;

/// <summary>What somebody does who was asked by mail what became of a funding application: no account, with scripts and without.</summary>
[Parallelizable(ParallelScope.Children)]
public class MailLinkTests
{
    /// <summary>The service alone, with a clock that can be turned, and a dossier whose holder was asked.</summary>
    sealed class Asked : IAsyncDisposable
    {
        readonly ServiceOverHttp service;
        readonly TestClock clock;

        Asked(ServiceOverHttp service, TestClock clock) => (this.service, this.clock) = (service, clock);

        public static async Task<Asked> Somebody()
        {
            var clock = new TestClock("2026-03-12T09:00:00Z");
            var service = await ServiceOverHttp.Start(FundingOutcomeService.Service, clock);
            var (programme, call, dossier, holder) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
            var at = clock.GetUtcNow();
            await service.Hear(
                new ProgrammePublished(Guid.CreateVersion7(), programme, 1, at, 1, "project-label", "Project label", "Label projet", Award.ProjectLabel, 3, true, false, 10, 0.5m, 24, []),
                new CallPublished(Guid.CreateVersion7(), call, 1, at, "PRCE-2026", "ANR", null, at.AddMonths(-5), at.AddMonths(-1), "Europe/Paris", [], new DateOnly(2026, 3, 12)),
                new PersonRegistered(Guid.CreateVersion7(), holder, 1, at, "Claire Holder", "claire@alpha.example", "en", [Roles.Holder], []),
                new DossierSubmitted(
                    Guid.CreateVersion7(), dossier, 1, at, at, 1, "2026-0042", "Light for hearts", "CARDIOLINK", "What nobody outside may read.", DossierKind.Project, false,
                    programme, 1, call, "PRCE-2026", "ANR", holder, [], new Party(null, "Alpha SAS", null, "sme", null), [], ["medtech"], ["cardiology"], ["imaging"], [], 1_234_567, null),
                new LabelIssued(Guid.CreateVersion7(), dossier, 1, at, 1, Guid.CreateVersion7(), "L-2026-0042", false, new DateOnly(2028, 3, 12)));
            var asked = new Asked(service, clock);
            await service.Get<QuestionStore>().AskDue(CancellationToken.None);
            return asked;
        }

        public void Later(TimeSpan by) => clock.Advance(by);

        /// <summary>The links mailed to an address, the latest last.</summary>
        public async Task<string[]> Links(string address = "claire@alpha.example") =>
            [.. (await service.Database.Query<string>("select TextBody from Mail where Address = @Address order by Position", new { Address = address }, CancellationToken.None))
                .Select(text => new Uri(service.Http.BaseAddress!, "/answer?code=" + text.Split("code=")[1].Split('\n', ' ')[0]).ToString())];

        public Task<long> Count(string what) => service.Database.QuerySingleOrDefault<long>($"select count(*) from {what}", null, CancellationToken.None);

        public Task<string?> Result() => service.Database.QuerySingleOrDefault<string>("select concat(Result, ' ', AmountGrantedEur, ' ', HowKnown) from FundingApplication", null, CancellationToken.None);

        public ValueTask DisposeAsync() => service.DisposeAsync();
    }

    static Task<Visitor> Somebody(bool scripts) => Visitor.Come(new Look("en", scripts ? 390 : 1280, Scripts: scripts));

    static async Task<string> Said(Visitor visitor) => await visitor.Page.Locator("main").InnerTextAsync();

    static async Task Send(Visitor visitor) => await visitor.Page.Locator("main form button[type=submit]").ClickAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_holder_answers_from_the_mail_and_the_second_time_it_says_that_it_is_done(bool scripts)
    {
        await using var asked = await Asked.Somebody();
        var link = (await asked.Links()).Single();
        await using var visitor = await Somebody(scripts);
        // A mail scanner opens it again and again.
        for (var time = 0; time < 3; time++)
            await visitor.Page.GotoAsync(link);
        Assert.That((await asked.Count("FundingQuestion where Answer is not null"), await asked.Count("FundingApplication"), await asked.Count("AuditLine where Action like 'funding-question%'")), Is.EqualTo((0L, 0L, 0L)));
        var shown = await visitor.Page.ContentAsync();
        Assert.That(shown, Does.Contain("Light for hearts").And.Contains("PRCE-2026"));
        foreach (var confidential in new[] { "What nobody outside may read", "Alpha SAS", "CARDIOLINK", "Claire", "2026-0042", "L-2026", "1234567", "1,234,567", "cardiology" })
            Assert.That(shown, Does.Not.Contain(confidential));
        if (scripts)
            Assert.That(await visitor.Axe(), Is.Empty);

        // Nothing chosen: the page says so, and gives back what was typed.
        await visitor.Page.Locator("#amountGrantedEur").FillAsync("250 000,50");
        await Send(visitor);
        Assert.That(await visitor.Page.Locator("#answer-error").CountAsync(), Is.EqualTo(1));
        Assert.That(await visitor.Page.Locator("#amountGrantedEur").InputValueAsync(), Is.EqualTo("250 000,50"));
        await visitor.Page.GetByLabel("Funded", new() { Exact = true }).CheckAsync();
        await Send(visitor);
        Assert.That(await visitor.Page.Locator("body").InnerTextAsync(), Does.Contain("your answer is recorded"));
        Assert.That(await asked.Result(), Is.EqualTo("Funded 250000.5 DeclaredByHolder"));

        await visitor.Page.GotoAsync(link);
        Assert.That(await Said(visitor), Does.Contain("This was answered: “Funded”").And.Not.Contain("250"));
        Assert.That(await visitor.Page.Locator("main form").CountAsync(), Is.Zero);
        if (scripts)
            Assert.That(await visitor.Axe(), Is.Empty);
        Assert.That(await asked.Count("FundingApplicationHistory"), Is.EqualTo(2));
        Assert.That(visitor.Complaints, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_form_left_open_in_another_tab_says_that_it_is_done(bool scripts)
    {
        await using var asked = await Asked.Somebody();
        var link = (await asked.Links()).Single();
        await using var first = await Somebody(scripts);
        await using var second = await Somebody(scripts);
        await first.Page.GotoAsync(link);
        await second.Page.GotoAsync(link);
        await first.Page.GetByLabel("Refused", new() { Exact = true }).CheckAsync();
        await Send(first);
        await second.Page.GetByLabel("Funded", new() { Exact = true }).CheckAsync();
        await Send(second);
        Assert.That(await Said(second), Does.Contain("This was answered: “Refused”"));
        Assert.That(await asked.Result(), Is.EqualTo("Refused  DeclaredByHolder"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task After_it_expired_a_link_gets_a_new_one_that_answers(bool scripts)
    {
        await using var asked = await Asked.Somebody();
        var link = (await asked.Links()).Single();
        asked.Later(FundingSchedule.LinkHolds);
        await using var visitor = await Somebody(scripts);
        var answer = await visitor.Page.GotoAsync(link);
        Assert.That(answer!.Status, Is.EqualTo(410));
        Assert.That(await Said(visitor), Does.Contain("This link has expired"));
        if (scripts)
            Assert.That(await visitor.Axe(), Is.Empty);
        Assert.That(await asked.Links(), Has.Length.EqualTo(1), "opening it sends nothing");
        await Send(visitor);
        Assert.That(await Said(visitor), Does.Contain("a new link is on its way"));

        var links = await asked.Links();
        Assert.That(links, Has.Length.EqualTo(2));
        await visitor.Page.GotoAsync(links[1]);
        await visitor.Page.GetByLabel("On the reserve list").CheckAsync();
        await Send(visitor);
        Assert.That(await asked.Result(), Is.EqualTo("ReserveList  DeclaredByHolder"));
    }

    [Test]
    public async Task A_changed_link_looks_like_one_that_never_was()
    {
        await using var asked = await Asked.Somebody();
        var link = (await asked.Links()).Single();
        await using var visitor = await Somebody(scripts: false);
        var seen = new HashSet<(int, string)>();
        foreach (var changed in new[] { link[..^1] + (link[^1] == 'A' ? 'Q' : 'A'), link[..^4], link + "A", link.Split("code=")[0] + "code=nothing", link.Split('?')[0] })
        {
            var answer = await visitor.Page.GotoAsync(changed);
            seen.Add((answer!.Status, await Said(visitor)));
        }
        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(seen.Single().Item1, Is.EqualTo(404));
        Assert.That(seen.Single().Item2, Does.Contain("We know no such link").And.Not.Contain("Light"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Who_does_not_know_says_whom_to_ask(bool scripts)
    {
        await using var asked = await Asked.Somebody();
        await using var visitor = await Somebody(scripts);
        await visitor.Page.GotoAsync((await asked.Links()).Single());
        await visitor.Page.GetByLabel("Somebody else knows: ask them").CheckAsync();
        await visitor.Page.Locator("#name").FillAsync("Denis Else");
        await visitor.Page.Locator("#email").FillAsync("nobody");
        await Send(visitor);
        Assert.That(await visitor.Page.Locator("#email-error").CountAsync(), Is.EqualTo(1));
        await visitor.Page.Locator("#email").FillAsync("denis@gamma.example");
        await Send(visitor);
        Assert.That(await Said(visitor), Does.Contain("Somebody else knows").And.Not.Contain("denis"));

        await visitor.Page.GotoAsync((await asked.Links("denis@gamma.example")).Single());
        await visitor.Page.GetByLabel("Refused", new() { Exact = true }).CheckAsync();
        await Send(visitor);
        Assert.That(await asked.Result(), Is.EqualTo("Refused  DeclaredByHolder"));
    }
}
