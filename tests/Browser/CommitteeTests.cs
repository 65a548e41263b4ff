using System.Globalization;
using System.Text.Json.Nodes;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Journey.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Labelling.Browser.Tests;

/// <summary>
/// A whole committee: twelve dossiers and forty experts over the API, with RabbitMQ between the services; what somebody does before a
/// screen is done before one.
/// </summary>
[Parallelizable(ParallelScope.Self)]
public sealed class CommitteeTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    static readonly string[] Sectors = ["medtech", "biotech-pharma", "e-health", "dm-div"];

    static readonly (string Acronym, string Title)[] Deposited =
    [
        ("ALBA", "Alba, un cœur suivi à la maison"), ("BORA", "Bora, le souffle des prématurés"), ("CIRRUS", "Cirrus, voir sous la rétine"),
        ("DUNE", "Dune, doser au lit du malade"), ("ESTRAN", "Estran, réparer un nerf"), ("FALUN", "Falun, un vaccin sans froid"),
        ("GIVRE", "Givre, conserver un greffon"), ("MISTRAL", "Mistral, entendre une chute"), ("IGLOO", "Igloo, soigner la brûlure"),
        ("JUSANT", "Jusant, dialyser la nuit"), ("KARST", "Karst, lire un os"), ("LAGUNE", "Lagune, trier aux urgences"),
    ];

    readonly Dictionary<string, Guid> dossiers = new(StringComparer.Ordinal);
    readonly List<Visitor> visitors = [];
    Deployment deployment = null!;
    Cast cast = null!;
    Embedded.Demonstration.Journey journey = null!;
    Dictionary<Guid, Account> experts = [];

    [OneTimeSetUp]
    public async Task Gather()
    {
        deployment = await Deployment.EmbeddedWithBroker();
        (cast, journey) = await Company.Of(deployment, experts: 40, Soon, members: 7);
    }

    [OneTimeTearDown]
    public async Task Part()
    {
        foreach (var visitor in visitors)
            await visitor.DisposeAsync();
        if (deployment is not null)
            await deployment.DisposeAsync();
    }

    /// <summary>Where everybody stood when it went wrong.</summary>
    [TearDown]
    public async Task Tell()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != NUnit.Framework.Interfaces.TestStatus.Failed)
            return;
        foreach (var visitor in visitors)
            TestContext.Out.WriteLine($"{visitor.Page.Url}\n{await visitor.Page.Locator("body").InnerTextAsync()}\n{string.Join('\n', visitor.Complaints)}\n");
    }

    [Test]
    public async Task Twelve_dossiers_go_from_assignment_to_labels_that_anybody_can_check()
    {
        await Prepare();
        var office = await Come(cast.Office);
        await Assign(office);
        await Some_decline_and_one_conflict_shows_late(office);
        await Review();
        var (february, march) = (await Convene("Comité de février", 1), await Convene("Comité de mars", 31));
        await Publish(february, [.. Deposited.Select(one => one.Acronym)]);
        await Meet(office, february, march);
        await Release_six(february);
        await Lift_one_and_revoke_one();
        await A_prize_and_an_accelerator(office, march);
    }

    Uri Address => deployment.Processes[0].Address;

    Account Member(int number) => cast.Members[number];

    /// <summary>Somebody with a window of their own; nobody: whoever passes by, on a telephone without scripts.</summary>
    async Task<Visitor> Come(Account? who = null)
    {
        var visitor = await Visitor.Come(who is null ? new Look("en", 390, Scripts: false) : new Look("en", 1280), to: Address);
        visitors.Add(visitor);
        if (who is not null)
            await visitor.SignIn((who.Email, who.Password));
        return visitor;
    }

    /// <summary>Some at once: all at once only wait for each other.</summary>
    static Task Each<T>(IEnumerable<T> all, Func<T, Task> act) => Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) => await act(one));

    static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    static Task Says(Visitor visitor, string words) => Expect(visitor.Page.Locator("main")).ToContainTextAsync(words, new() { Timeout = 40_000 });

    async Task Prepare()
    {
        await Each(Enumerable.Range(0, cast.Experts.Count), number => journey.Describe(number, largestLoad: 4));
        var challenged = await Member(0).Id();
        var brought = new Guid[Deposited.Length];
        await Each(Deposited.Index(), async one => brought[one.Index] = await journey.Bring(new Plan(
            one.Item.Acronym, one.Item.Title, one.Index, [Sectors[one.Index % Sectors.Length]], Digital: one.Index % 4 == 1, Stage.Concluded, Interviewer: one.Index,
            Challenged: one.Item.Acronym == "CIRRUS" ? [challenged] : null)));
        foreach (var (index, (acronym, _)) in Deposited.Index())
            dossiers[acronym] = brought[index];
        experts = [];
        foreach (var expert in cast.Experts)
            experts[await expert.Id()] = expert;
    }

    // ---- Assignment

    /// <summary>Those that stand.</summary>
    async Task<IReadOnlyList<JsonNode>> Invitations(string acronym) =>
        [.. (await cast.Office.Get($"/api/assignments?dossierId={dossiers[acronym]}")).Items("experts").Where(one => one.Text("status") is "Invited" or "Accepted" or "Submitted")];

    async Task Assign(Visitor office)
    {
        // That an interview is over is heard by way of the broker.
        Assert.That(await Patience.Until(async () => (await cast.Office.Get("/api/reviews/dossiers?open=true")).AsArray().Count == Deposited.Length, Soon));
        await office.Open("/assignment");
        await Says(office, "Dossiers that ask for experts: 12.");
        await Button(office, "Propose experts").ClickAsync();
        await Says(office, "Every rule is kept. Dossiers: 12;");

        var page = office.Page;
        await page.Locator($"main a[href='/assignment/{dossiers["DUNE"]}']").ClickAsync();
        await Says(office, "Experts of the pool");
        var proposed = page.Locator("main tbody tr").Filter(new() { HasText = "(proposed)" }).First;
        var unwanted = (await proposed.Locator("th").InnerTextAsync()).Replace("(proposed)", "", StringComparison.Ordinal).Trim();
        await proposed.GetByRole(AriaRole.Button, new() { Name = $"Not here ({unwanted})" }).ClickAsync();
        await Expect(page.Locator("main tbody tr").Filter(new() { HasText = unwanted })).ToContainTextAsync("(not wanted here)");
        await office.Open("/assignment");
        await Says(office, "Some rules are not kept yet");
        await Button(office, "Run again").ClickAsync();
        await Says(office, "Every rule is kept. Dossiers: 12;");
        await Expect(page.Locator("main tr").Filter(new() { HasText = "DUNE" })).Not.ToContainTextAsync(unwanted);
        await Button(office, "Send the invitations (36)").ClickAsync();
        await Says(office, "The invitations are sent.");
        foreach (var (acronym, _) in Deposited)
            Assert.That(await Invitations(acronym), Has.Count.EqualTo(3), acronym);
    }

    async Task Some_decline_and_one_conflict_shows_late(Visitor office)
    {
        foreach (var acronym in (string[])["ALBA", "FALUN"])
            await Decline(acronym);
        await office.Open("/assignment");
        await Says(office, "Dossiers that ask for experts: 2.");
        await Button(office, "Propose experts").ClickAsync();
        await Says(office, "Every rule is kept. Dossiers: 2;");
        await Button(office, "Send the invitations (2)").ClickAsync();
        await Says(office, "The invitations are sent.");

        var late = (await Invitations("BORA"))[0];
        var expert = experts[late.Id("expertId")];
        var path = $"/api/invitations/{late.Id("invitationId")}";
        await expert.Post($"{path}/accept", new { revision = (await expert.Get(path)).Revision(), noConflict = true });
        var own = await Come(expert);
        await own.Open($"/reviews/{late.Id("invitationId")}");
        await Says(own, "What do you recommend?");
        await Join(expert, "BORA");
        await office.Open($"/reviews/{late.Id("invitationId")}");
        await Says(office, "A conflict of interest was detected: this expert reads nothing more of the dossier.");
        Assert.That((await own.Page.GotoAsync($"/reviews/{late.Id("invitationId")}"))!.Status, Is.EqualTo(404), "a partner is nothing else there");
        await office.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Invite .* instead$") }).First.ClickAsync();
        await Says(office, "was invited instead.");
        Assert.That((await Invitations("BORA")).Count, Is.EqualTo(3));
    }

    async Task Decline(string acronym)
    {
        var invitation = (await Invitations(acronym))[0];
        var expert = experts[invitation.Id("expertId")];
        WrittenMail? mail = null;
        Assert.That(await Patience.Until(
            () => Task.FromResult((mail = deployment.Mails.FirstOrDefault(one => one.To == expert.Email && one.Text.Contains(acronym) && one.Text.Contains("/reviews/decline?"))) is not null), Soon));
        var visitor = await Come();
        await visitor.Page.GotoAsync(mail!.Text.Split().First(word => word.Contains("/reviews/decline?", StringComparison.Ordinal)) is var link ? link[link.IndexOf("/reviews", StringComparison.Ordinal)..] : "");
        await Says(visitor, $"You are invited to review {acronym}");
        await visitor.Page.GetByLabel("It is not my field.").CheckAsync();
        await Button(visitor, "Decline the review").ClickAsync();
        await Says(visitor, "You have declined.");
        Assert.That((await Invitations(acronym)).Select(one => one.Id("expertId")), Has.None.EqualTo(invitation.Id("expertId")));
    }

    /// <summary>The administrator writes down that an expert joined the dossier's lead.</summary>
    async Task Join(Account expert, string acronym)
    {
        var lead = (await cast.Office.Get($"/api/dossiers/{dossiers[acronym]}"))["content"]!["lead"]!;
        var organisation = (await cast.Administrator.Post("/api/organisations", new { name = lead.Text("name"), siren = lead.Text("siren"), type = "sme", region = "ile-de-france" })).Id();
        var id = await expert.Id();
        var person = (await cast.Administrator.Get("/api/people")).AsArray().First(one => one!.Id() == id)!;
        await cast.Administrator.Put($"/api/people/{id}", new
        {
            revision = person.Revision(),
            name = person.Text("name"),
            email = person.Text("email"),
            language = person.Text("language"),
            roles = person["roles"],
            affiliations = new object[] { new { organisationId = organisation, from = "2020-01-01" } },
        });
        Assert.That(await Patience.Until(
            async () => (await cast.Office.Get($"/api/conflicts?personId={id}&dossierId={dossiers[acronym]}")).ToJsonString().Contains("same-organisation", StringComparison.Ordinal), Soon));
    }

    // ---- Reviews

    async Task Review()
    {
        var typed = (await Invitations("KARST"))[1].Id("invitationId");
        await Each(Deposited.Index(), async one =>
        {
            foreach (var (place, invitation) in (await Invitations(one.Item.Acronym)).Index())
                if (invitation.Id("invitationId") != typed)
                    await Embedded.Demonstration.Journey.Review(experts[invitation.Id("expertId")], invitation.Id("invitationId"), one.Index + place);
        });
        var expert = await Come(experts[(await Invitations("KARST"))[1].Id("expertId")]);
        var page = expert.Page;
        await expert.Open($"/reviews/{typed}");
        Assert.That(await page.ContentAsync(), Does.Not.Contain("Peu de données annotées"));
        await page.GetByLabel("I declare that I have no conflict of interest with this dossier").CheckAsync();
        await Button(expert, "Accept and read the dossier").ClickAsync();
        await Says(expert, "Peu de données annotées");
        var (saved, total) = (page.Locator("#saved"), page.Locator("#review-total"));
        await Field("score.industrial-interest").SelectOptionAsync("4");
        await Expect(total).ToContainTextAsync("1 of 3 criteria scored");
        await Expect(total).ToContainTextAsync("so far: 4.0 of 5");

        // The line is cut while they type: nothing is lost.
        await page.Context.SetOfflineAsync(true);
        await Field("toHolder.industrial-interest").FillAsync("Written in a tunnel.");
        await Field("score.scientific-quality").SelectOptionAsync("2.5");
        await Expect(saved).ToContainTextAsync("kept on this device");
        await page.Context.SetOfflineAsync(false);
        await Expect(saved).ToContainTextAsync("Saved ", new() { Timeout = 70_000 });
        await Expect(total).ToContainTextAsync("below the threshold: Scientific quality");
        await Field("toHolder.scientific-quality").FillAsync("Say how it was measured.");
        await Field("score.probability-of-success").SelectOptionAsync("3");
        await Field("recommendation").SelectOptionAsync("Label");
        await Field("confidence").SelectOptionAsync("2");
        await Expect(page.Locator("#review-missing")).ToContainTextAsync("Nothing is missing");
        await Button(expert, "Submit the review").ClickAsync();
        await Says(expert, "You submitted this review on");
        await Says(expert, "Written in a tunnel.");

        ILocator Field(string name) => page.Locator($"[name='{name}']");
    }

    // ---- The session

    Task<Guid> Convene(string title, int inDays) => journey.Plan(title, inDays);

    async Task Publish(Guid session, IReadOnlyList<string> acronyms) => await cast.Office.Post($"/api/sessions/{session}/agenda", new
    {
        revision = (await cast.Office.Get($"/api/sessions/{session}")).Revision(),
        dossierIds = acronyms.Select(acronym => dossiers[acronym]),
    });

    /// <summary>The live page in several windows.</summary>
    sealed class Room(CommitteeTests play, Guid session)
    {
        readonly Dictionary<string, Guid> items = new(StringComparer.Ordinal);

        public string Api { get; } = $"/api/sessions/{session}";

        public string Page { get; } = $"/sessions/{session}/live";

        public async Task Learn()
        {
            foreach (var item in (await play.cast.Office.Get(Api)).Items())
                items[play.dossiers.First(one => one.Value == item.Id("dossierId")).Key] = item.Id();
        }

        public Guid Item(string acronym) => items[acronym];

        public Task Attend(Account who, string presence) => Of(who, id => play.cast.Office.Post($"{Api}/attendance", new { personId = id, presence }));

        static async Task Of(Account who, Func<Guid, Task> act) => await act(await who.Id());

        public async Task TakeUp(Visitor presiding, string acronym)
        {
            await presiding.Page.Locator($".live-agenda form[action$='/items/{items[acronym]}/open'] button").ClickAsync();
            await Expect(presiding.Page.Locator(".live-now h2")).ToContainTextAsync(Deposited.First(one => one.Acronym == acronym).Title);
        }

        public static async Task Propose(Visitor presiding, string decision, string? reasons = null, Func<IPage, Task>? more = null)
        {
            var page = presiding.Page;
            await page.Locator($".live-preside input[name=decision][value={decision}]").CheckAsync();
            if (reasons is not null)
                await page.Locator("#reasons").FillAsync(reasons);
            if (more is not null)
                await more(page);
            await Button(presiding, "Put it to the vote").ClickAsync();
            await Expect(page.Locator(".live-ballot h2")).ToHaveTextAsync("Put to the vote");
        }

        public static async Task Vote(Visitor member, string choice)
        {
            // It comes by itself: nobody reloads.
            await member.Page.Locator($".live-vote button[value={choice}]").ClickAsync();
            await Expect(member.Page.Locator(".live-ballot")).ToContainTextAsync($"Your vote: {choice}");
        }

        public Task Vote(Account member, string acronym, string choice) => member.Post($"{Api}/items/{items[acronym]}/vote", new { vote = choice });

        public async Task Votes(string acronym, string choice, params IEnumerable<Account> members)
        {
            foreach (var member in members)
                await Vote(member, acronym, choice);
        }

        public static async Task Count(Visitor presiding, string result)
        {
            await Button(presiding, "Close the ballot and count").ClickAsync();
            await Expect(presiding.Page.Locator(".live-ballot")).ToContainTextAsync(result);
        }

        public async Task Recuse(Visitor member, string acronym, string reason)
        {
            var own = member.Page.Locator($"#recuse-{items[acronym]:N}");
            await own.Locator("summary").ClickAsync();
            await own.Locator("input[name=reason]").FillAsync(reason);
            await own.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(member.Page.Locator(".live-agenda li").Filter(new() { HasText = Deposited.First(one => one.Acronym == acronym).Title })).ToContainTextAsync("you are recused");
        }
    }

    async Task Meet(Visitor office, Guid february, Guid march)
    {
        var room = new Room(this, february);
        await room.Learn();
        var (chair, vice) = (await Come(cast.Chair), await Come(cast.Seats[1]));
        var (first, second, third) = (await Come(Member(0)), await Come(Member(1)), await Come(Member(2)));
        var screen = await Come(cast.Office);
        foreach (var visitor in (Visitor[])[office, chair, vice, first, second, third])
            await visitor.Page.GotoAsync(room.Page);
        await screen.Page.GotoAsync($"{room.Page}?screen=true");
        await Button(chair, "Open the session").ClickAsync();
        foreach (var visitor in (Visitor[])[chair, vice, first, second, third])
            await visitor.Page.Locator(".live-people").GetByRole(AriaRole.Button, new() { NameRegex = new("^In the room") }).First.ClickAsync();
        foreach (var member in cast.Members.Skip(3))
            await room.Attend(member, "Present");
        foreach (var visitor in (Visitor[])[office, chair, screen])
            await Says(visitor, "9 of 9 members are here");

        // One: everybody is for it, in every window; a connection that was lost takes up where it was.
        await room.TakeUp(chair, "ALBA");
        await second.Page.Context.SetOfflineAsync(true);
        await Room.Propose(chair, "Label");
        foreach (var visitor in (Visitor[])[chair, vice, first, third])
            await Room.Vote(visitor, "For");
        await second.Page.Context.SetOfflineAsync(false);
        await Room.Vote(second, "For");
        await room.Votes("ALBA", "For", cast.Members.Skip(3));
        await Expect(screen.Page.Locator(".live-ballot")).ToContainTextAsync("Votes cast: 9; members present: 9");
        await Room.Count(chair, "9 for, 0 against, 0 abstained");
        await Expect(screen.Page.Locator(".live-ballot")).ToContainTextAsync("Carried");

        // Two: the chair is recused, the vice-chair presides.
        await room.Recuse(chair, "BORA", "I founded the company.");
        await room.TakeUp(vice, "BORA");
        await Says(vice, "Must leave the room now: Hélène Marchetti");
        await Says(chair, "You are recused on this item: please leave the room.");
        await Says(vice, "8 present of 8 entitled, 4 needed");
        await Room.Propose(vice, "Label");
        await Room.Vote(vice, "For");
        await room.Votes("BORA", "For", cast.Members);
        await Room.Count(vice, "8 for, 0 against, 0 abstained");
        await Closed(chair, "Bora");

        // Three: the holder challenged a member; the label comes with a reservation.
        await room.TakeUp(chair, "CIRRUS");
        await Says(first, "You are recused on this item: please leave the room.");
        await Room.Propose(chair, "LabelWithReservations", more: async page =>
        {
            await page.Locator("#reservations summary").ClickAsync();
            await page.Locator("#text0").FillAsync("Show the approval of the ethics committee.");
            await page.Locator("#dueOn0").FillAsync(DateTime.UtcNow.AddMonths(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        });
        await Room.Vote(chair, "For");
        await room.Votes("CIRRUS", "For", cast.Seats.Skip(3));
        await Room.Vote(vice, "Abstain");
        await Room.Count(chair, "7 for, 0 against, 1 abstained");
        await Closed(first, "Cirrus");

        // Four: another member recuses themself; a refusal needs its reasons.
        await room.Recuse(second, "DUNE", "My sister works there.");
        await room.TakeUp(chair, "DUNE");
        await chair.Page.Locator(".live-preside input[name=decision][value=Refuse]").CheckAsync();
        await Button(chair, "Put it to the vote").ClickAsync();
        await Says(chair, "A refusal needs its reasons.");
        await Room.Propose(chair, "Refuse", "No industrial partner stands behind it.");
        await Room.Vote(chair, "For");
        await Room.Vote(first, "For");
        await room.Votes("DUNE", "For", [cast.Seats[1], .. cast.Members.Skip(2)]);
        await Room.Count(chair, "8 for, 0 against, 0 abstained");
        await Closed(second, "Dune");

        // Five: over the API. Six: a tie, which the presiding person's vote breaks.
        await journey.Decide(room.Api, dossiers["ESTRAN"], Verdict.Label, null);
        await Expect(chair.Page.Locator(".live-now h2")).ToContainTextAsync("Estran");
        await room.TakeUp(chair, "FALUN");
        await Room.Propose(chair, "Label");
        await room.Votes("FALUN", "For", cast.Seats[1], Member(0), Member(1));
        await room.Votes("FALUN", "Against", Member(3), Member(4), Member(5));
        await room.Votes("FALUN", "Abstain", Member(6));
        await Room.Vote(third, "Against");
        await Room.Vote(chair, "For");
        await Room.Count(chair, "4 for, 4 against, 1 abstained A tie: the vote of the person who presides decided.");

        // Seven: to the next session.
        await room.TakeUp(chair, "GIVRE");
        await Room.Propose(chair, "Adjourn", "The financing plan has to be made precise.", page => page.Locator("#toSessionId").SelectOptionAsync(march.ToString()));
        await Room.Vote(chair, "For");
        await room.Votes("GIVRE", "For", cast.Seats.Skip(1));
        await Room.Count(chair, "9 for, 0 against, 0 abstained");

        foreach (var (acronym, verdict) in ((string, Verdict)[])[("MISTRAL", Verdict.Label), ("IGLOO", Verdict.Label), ("JUSANT", Verdict.SupportLetter), ("KARST", Verdict.Refuse)])
            await journey.Decide(room.Api, dossiers[acronym], verdict, null);

        // Twelve: so many leave that nothing can be decided; what is left goes to another session.
        await Expect(chair.Page.Locator(".live-now h2")).ToContainTextAsync("Karst");
        await room.TakeUp(chair, "LAGUNE");
        await Room.Propose(chair, "Label");
        await Room.Vote(chair, "For");
        foreach (var number in Enumerable.Range(0, 4))
            await room.Attend(Member(number), "Absent");
        await Says(chair, "5 present of 9 entitled, 5 needed");
        await office.Page.Locator(".live-people li").Filter(new() { HasText = Member(4).Name }).GetByRole(AriaRole.Button, new() { NameRegex = new("^Absent") }).ClickAsync();
        await Says(chair, "No quorum: nothing can be decided");
        await Button(chair, "Close the ballot and count").ClickAsync();
        await Says(chair, "no decision below quorum");
        await chair.Page.Locator(".live-end summary").ClickAsync();
        // One more leaves meanwhile: what stands open stays open.
        await room.Attend(Member(5), "Absent");
        await Says(chair, "3 present of 9 entitled, 5 needed");
        await chair.Page.Locator(".live-end button").ClickAsync();
        await Expect(chair.Page.Locator(".live-now")).ToContainTextAsync("Closed");
        await office.Page.GotoAsync($"/sessions/{february}/minutes");
        await Says(office, "Lagune");
        foreach (var visitor in visitors)
            Assert.That(visitor.Complaints, Is.Empty);
    }

    /// <summary>Whoever is recused sees neither ballot nor decision, in the window they had open all the time.</summary>
    static async Task Closed(Visitor recused, string title)
    {
        await Expect(recused.Page.Locator(".live-ballot")).ToBeEmptyAsync();
        var line = recused.Page.Locator(".live-agenda li").Filter(new() { HasText = title });
        await Expect(line).ToContainTextAsync("you are recused");
        Assert.That(await line.InnerTextAsync(), Does.Not.Contain("abelled").And.Not.Contain("efused"));
    }

    // ---- Release and labels

    static string Number(int serial) => string.Create(CultureInfo.InvariantCulture, $"L-{Paris.Day(DateTimeOffset.UtcNow).Year}-{serial:0000}");

    async Task Release_six(Guid february)
    {
        var holder = await Come(cast.Holders[0]);
        var anybody = await Come();
        await holder.Open("/decisions");
        await Says(holder, "No decision was released to you yet.");
        await anybody.Page.GotoAsync($"/labels/{Number(1)}");
        await Says(anybody, "Unknown");

        var room = new Room(this, february);
        await room.Learn();
        var chair = visitors.First(visitor => visitor.Page.Url.EndsWith(room.Page, StringComparison.Ordinal));
        await chair.Open("/releases");
        await Expect(chair.Page.Locator("main")).Not.ToContainTextAsync("Bora");
        foreach (var acronym in (string[])["ALBA", "CIRRUS", "DUNE", "ESTRAN", "FALUN", "GIVRE"])
            await chair.Page.Locator($"#item-{room.Item(acronym)}").CheckAsync();
        await chair.Page.Locator("#password").FillAsync("not my password");
        await Button(chair, "Release the decisions").ClickAsync();
        await Expect(chair.Page.Locator("[role=alert]:visible, .error:visible").First).ToBeVisibleAsync();
        await anybody.Page.ReloadAsync();
        await Says(anybody, "Unknown");
        await chair.Page.Locator("#password").FillAsync(cast.Chair.Password);
        await Button(chair, "Release the decisions").ClickAsync();
        await Says(chair, "6 decisions are released.");

        foreach (var (serial, title) in ((int, string)[])[(1, "Alba"), (2, "Cirrus"), (3, "Estran"), (4, "Falun")])
        {
            await anybody.Page.GotoAsync($"/labels/{Number(serial)}");
            await Says(anybody, title);
            await Says(anybody, serial == 2 ? "Valid, with reservations" : "Valid");
        }
        await anybody.Page.GotoAsync($"/labels/{Number(5)}");
        await Says(anybody, "Unknown");
        await holder.Open("/decisions");
        await Expect(holder.Page.Locator("main")).Not.ToContainTextAsync("Jusant");
        var refused = await Come(cast.Holders[0]);
        await refused.Open($"/decisions/{room.Item("DUNE")}");
        await Says(refused, "No industrial partner stands behind it.");
    }

    async Task Lift_one_and_revoke_one()
    {
        var holder = await Come(cast.Holders[2]);
        await holder.Open($"/labels/{Number(2)}/reservations");
        await holder.Page.GetByLabel("How was it met?").FillAsync("The committee approved it on Monday.");
        await Button(holder, "Send to the chair").ClickAsync();
        await Says(holder, "The chair can read your answer now.");

        var chair = await Come(cast.Chair);
        await chair.Open($"/labels/{Number(2)}/reservations");
        await Says(chair, "The committee approved it on Monday.");
        await chair.Page.Locator("#password-1").FillAsync(cast.Chair.Password);
        await Button(chair, "Lift this reservation").ClickAsync();
        await Says(chair, "Version 2 of the certificate counts now.");
        await chair.Open($"/labels/{Number(3)}/revoke");
        await chair.Page.Locator("#reason").FillAsync("The company was wound up.");
        await chair.Page.Locator("#password").FillAsync(cast.Chair.Password);
        await Button(chair, "Revoke the label").ClickAsync();
        await Says(chair, "The label is revoked.");

        var anybody = await Come();
        await anybody.Page.GotoAsync($"/labels/{Number(2)}");
        await Says(anybody, "Version 2, of");
        await Expect(anybody.Page.Locator("main strong").First).ToHaveTextAsync("Valid");
        await anybody.Page.GotoAsync($"/labels/{Number(3)}");
        await Expect(anybody.Page.Locator("main strong").First).ToHaveTextAsync("Revoked");
        await Expect(anybody.Page.Locator("main")).Not.ToContainTextAsync("wound up");
    }

    // ---- A prize and an accelerator, along the same path

    static DateOnly Born(int years) => DateOnly.FromDateTime(DateTime.UtcNow).AddYears(-years).AddDays(-60);

    async Task A_prize_and_an_accelerator(Visitor office, Guid march)
    {
        await journey.OpenCall("Prix 2026", "Foundation", 1);
        await journey.OpenCall("Accélération 2026", "Region", 3);
        Plan Prize(string acronym, int number, int age, int? leaves = null) => new(
            acronym, $"{acronym[..1]}{acronym[1..].ToLowerInvariant()}, une jeune équipe", number, [Sectors[number % 4]], Digital: false, Stage.Reviewed, Interviewer: 20 + 3 * number, Talk.None,
            Call: "Prix 2026", Programme: "prize", CandidateBornOn: Born(age), MaternityLeaves: leaves);
        Plan Accelerated(string acronym, int number, decimal turnover, string? phase) => new(
            acronym, $"{acronym[..1]}{acronym[1..].ToLowerInvariant()}, une entreprise qui grandit", number, [phase is null ? "e-health" : "biotech-pharma"], Digital: false, Stage.Reviewed, Interviewer: 20 + 3 * number, Talk.Waived,
            Call: "Accélération 2026", Programme: "start-up-accelerator", TurnoverEur: turnover, ClinicalPhase: phase);

        // One is too old by a year; two leaves make the limit two years later.
        var late = Prize("OASIS", 0, age: 46) with { Until = Stage.Draft };
        var holder = await Come(cast.Holders[0]);
        await holder.Open($"/dossiers/{await journey.Bring(late)}");
        await Says(holder, "the candidate is 46 then, the limit 45");
        Plan[] plans =
        [
            Prize("NEIGE", 1, age: 46, leaves: 2), Prize("PRAIRIE", 2, age: 38), Prize("QUARTZ", 3, age: 29), Prize("RIVAGE", 4, age: 44),
            Accelerated("SABLE", 5, turnover: 620_000m, phase: null), Accelerated("TORRENT", 6, turnover: 0m, phase: "1A"),
        ];
        var brought = new Guid[plans.Length];
        await Each(plans.Index(), async one => brought[one.Index] = await journey.Bring(one.Item));
        foreach (var (index, plan) in plans.Index())
            dossiers[plan.Acronym] = brought[index];
        await Publish(march, ["GIVRE", "LAGUNE", .. plans.Select(plan => plan.Acronym)]);

        var room = new Room(this, march);
        await room.Learn();
        await cast.Chair.Post($"{room.Api}/open", new { revision = (await cast.Chair.Get(room.Api)).Revision() });
        foreach (var seat in cast.Seats)
            await room.Attend(seat, "Present");
        foreach (var acronym in (string[])["GIVRE", "LAGUNE", "NEIGE", "PRAIRIE", "QUARTZ", "SABLE", "TORRENT"])
            await journey.Decide(room.Api, dossiers[acronym], Verdict.Label, null);
        // Three have won.
        var chair = await Come(cast.Chair);
        await chair.Page.GotoAsync(room.Page);
        await chair.Page.Locator($".live-agenda form[action$='/items/{room.Item("RIVAGE")}/open'] button").ClickAsync();
        await chair.Page.Locator(".live-preside input[name=decision][value=Label]").CheckAsync();
        await Button(chair, "Put it to the vote").ClickAsync();
        await Says(chair, "Young researcher's prize, Prix 2026: all 3 are given.");
        await journey.Decide(room.Api, dossiers["RIVAGE"], Verdict.Refuse, null);

        await chair.Open("/releases");
        await chair.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Choose all") }).ClickAsync();
        await Expect(chair.Page.Locator($"#item-{room.Item("NEIGE")}")).ToBeCheckedAsync();
        await chair.Page.Locator("#password").FillAsync(cast.Chair.Password);
        await Button(chair, "Release the decisions").ClickAsync();
        await Says(chair, "12 decisions are released.");

        var numbers = (await cast.Office.Get("/api/decisions")).Items().Where(line => line.Has("labelNumber")).ToDictionary(line => line.Id("dossierId"), line => line.Text("labelNumber"));
        var anybody = await Come();
        foreach (var (acronym, what) in ((string, string)[])[("NEIGE", "(prize)"), ("PRAIRIE", "(prize)"), ("QUARTZ", "(prize)"), ("SABLE", "(place in an accelerator)"), ("TORRENT", "(place in an accelerator)"), ("GIVRE", "(label for a project)")])
        {
            await anybody.Page.GotoAsync($"/labels/{numbers[dossiers[acronym]]}");
            await Says(anybody, what);
            await Expect(anybody.Page.Locator("main strong").First).ToHaveTextAsync("Valid");
        }
        Assert.That(numbers, Does.Not.ContainKey(dossiers["RIVAGE"]));
        var winner = await Come(cast.Holders[1]);
        await winner.Open($"/labels/{numbers[dossiers["NEIGE"]]}/certificate");
        await Expect(winner.Page.Locator("h1")).ToContainTextAsync("Certificate of prize");
        await office.Open("/reviews/figures");
        var answer = await deployment.Command("check");
        Assert.That(answer.Code, Is.Zero, answer.Output + answer.Error);
        Assert.That(await TestBroker.DeadLetters(), Is.Zero);
    }
}
