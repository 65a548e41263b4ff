using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.ExpertReview.Sessions.Live;
using Labelling.Ground;
using Labelling.Hosting;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>The pages of a session and the stream that follows it, over HTTP.</summary>
public sealed class LiveTests
{
    static readonly Guid[] Fifteen = [Committee.Chair, Committee.ViceChair, .. Enumerable.Range(201, 13).Select(Committee.Person)];

    ServiceOverHttp service = null!;
    CommitteeSeed seed = null!;
    int dossier = 100;

    [OneTimeSetUp]
    public async Task Start()
    {
        var clock = new TestClock("2026-03-12T12:00:00Z");
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        await seed.People();
        foreach (var person in Fifteen.Skip(2))
            await seed.Register(person, Roles.Member);
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    [Test]
    public async Task Fifteen_members_vote_at_once_and_each_vote_counts()
    {
        var (session, item) = await Opened(Fifteen);
        await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", "Label"));
        var answers = await Task.WhenAll(Fifteen.Select((person, number) => Form(
            person, $"/sessions/{session}/items/{item}/vote", ("vote", number < 8 ? "For" : number < 13 ? "Against" : "Abstain"))));
        Assert.That(answers, Is.All.EqualTo(303));
        await Form(Committee.Chair, $"/sessions/{session}/items/{item}/close-ballot");
        var ballot = (await Json(Committee.Chair, $"/api/sessions/{session}")).GetProperty("items")[0].GetProperty("ballots")[0];
        Assert.That((ballot.GetProperty("for").GetInt32(), ballot.GetProperty("against").GetInt32(), ballot.GetProperty("abstain").GetInt32(), ballot.GetProperty("carried").GetBoolean()),
            Is.EqualTo((8, 5, 2, true)));
        Assert.That(await Page(Committee.Chair, $"/sessions/{session}/live"), Does.Contain("8 for, 5 against, 2 abstained"));
    }

    [Test]
    public async Task What_is_sent_to_somebody_recused_stays_the_same_whatever_is_voted_and_decided()
    {
        var (session, item) = await Opened(Committee.Everybody, open: false);
        await Form(Committee.Claire, $"/sessions/{session}/items/{item}/recuse", ("personId", $"{Committee.Claire}"), ("reason", "A friend."));
        await Form(Committee.Chair, $"/sessions/{session}/items/{item}/open");
        var before = await Shown(Committee.Claire, session);
        Assert.That(before.Html, Does.Contain("please leave the room").And.Not.Contain("Quorum").And.Not.Contain("presides"));

        var names = new List<string>();
        foreach (var decision in new[] { "Refuse", "Label" })
        {
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", decision), ("reasons", "Too early."));
            names.Add((await Shown(Committee.Claire, session)).Name);
            foreach (var person in new[] { Committee.Chair, Committee.ViceChair, Committee.Ada })
            {
                Assert.That(await Form(person, $"/sessions/{session}/items/{item}/vote", ("vote", decision == "Label" ? "For" : "Against")), Is.EqualTo(303));
                names.Add((await Shown(Committee.Claire, session)).Name);
            }
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/timer", ("kind", "Discussion"), ("minutes", "5"));
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/close-ballot");
            names.Add((await Shown(Committee.Claire, session)).Name);
        }
        Assert.That((await Json(Committee.Chair, $"/api/sessions/{session}")).GetProperty("items")[0].GetProperty("decision").GetProperty("decision").GetString(), Is.EqualTo("Label"));
        Assert.That(names.Distinct(), Is.EqualTo(new[] { before.Name }));
        Assert.That((await Shown(Committee.Ada, session)).Html, Does.Contain("Carried"), "who was in the room sees it");
        Assert.That((await Shown(Office, session)).Html, Does.Contain("Carried"));
        string Agenda(string html) => html[html.IndexOf("data-part=\"agenda\"", StringComparison.Ordinal)..];
        Assert.That(Agenda(await Page(Office, $"/sessions/{session}/live")), Does.Contain("Labelled"));
        Assert.That(Agenda(await Page(Office, $"/sessions/{session}/live?screen=true")), Does.Not.Contain("Labelled"), "who was recused comes back into the room");
    }

    [Test]
    public async Task The_stream_of_somebody_recused_is_the_same_bytes_for_a_label_and_for_a_refusal()
    {
        async Task<string> Run(string decision)
        {
            var (session, item) = await Opened(Committee.Everybody, open: false);
            await Form(Committee.Claire, $"/sessions/{session}/items/{item}/recuse", ("personId", $"{Committee.Claire}"), ("reason", "A friend."));
            using var stream = await Follow(Committee.Claire, session, "?seconds=60");
            var events = new List<string> { await Next(stream) };
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/open");
            events.Add(await Next(stream));
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", decision), ("reasons", "Too early."));
            foreach (var person in new[] { Committee.Chair, Committee.ViceChair, Committee.Ada })
                await Form(person, $"/sessions/{session}/items/{item}/vote", ("vote", "For"));
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/close-ballot");
            // Something that everybody sees: whatever came between would come first.
            await Form(Committee.Claire, $"/sessions/{session}/attendance", ("personId", $"{Committee.Claire}"), ("presence", "Absent"));
            events.Add(await Next(stream));
            return string.Join('\n', events.Select(one => one.Replace($"{session}", "S").Replace($"{item}", "I").Replace($"{item:N}", "I").Replace($"2026-{dossier:0000}", "R").Replace($"Imaging {dossier}", "T")));
        }

        Assert.That(await Run("Label"), Is.EqualTo(await Run("Refuse")));
    }

    /// <summary>Two win. Claire was recused on the first; the screen is read by her too once she is back.</summary>
    [Test]
    public async Task The_room_sees_how_many_of_a_prize_are_given_and_nobody_by_it_what_they_may_not_know()
    {
        await seed.Run("update ProgrammeVersion set Winners = 2");
        Guid[] dossiers = [await seed.Dossier(++dossier), await seed.Dossier(++dossier), await seed.Dossier(++dossier)];
        var session = await Planned("Prize");
        await Form(Office, $"/sessions/{session}/agenda", [("revision", "1"), .. dossiers.Select(id => ("d", $"{id:N}"))]);
        await seed.Run("update ProgrammeVersion set Winners = null");
        await Form(Office, $"/sessions/{session}/open", ("revision", "2"));
        foreach (var person in Committee.Everybody)
            await Form(person, $"/sessions/{session}/attendance", ("personId", $"{person}"), ("presence", "Present"));
        var items = (await Json(Office, $"/api/sessions/{session}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).ToArray();
        await Form(Committee.Claire, $"/sessions/{session}/items/{items[0]}/recuse", ("personId", $"{Committee.Claire}"), ("reason", "A friend."));
        async Task Label(Guid item)
        {
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/open");
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", "Label"));
            foreach (var person in new[] { Committee.Chair, Committee.ViceChair, Committee.Ada })
                await Form(person, $"/sessions/{session}/items/{item}/vote", ("vote", "For"));
            Assert.That(await Form(Committee.Chair, $"/sessions/{session}/items/{item}/close-ballot"), Is.EqualTo(303));
        }
        Task<string> Live(Guid person, string screen = "") => Page(person, $"/sessions/{session}/live{screen}");
        const string Partly = "Not counting what was decided while somebody had to leave the room.";

        await Label(items[0]);
        Assert.That(await Live(Committee.Chair), Does.Contain("1 of 2 given so far").And.Not.Contain(Partly));
        Assert.That(await Live(Committee.Claire), Does.Not.Contain(" given").And.Not.Contain(Partly), "she is outside");
        await Label(items[1]);
        await Form(Committee.Chair, $"/sessions/{session}/items/{items[2]}/open");
        Assert.That(await Live(Committee.Chair), Does.Contain("All 2 are given").And.Not.Contain(Partly));
        Assert.That(await Live(Committee.Claire), Does.Contain("1 of 2 given so far").And.Contain(Partly));
        Assert.That(await Live(Office, "?screen=true"), Does.Contain("1 of 2 given so far").And.Contain(Partly));
        Assert.That(await Form(Committee.Chair, "/releases", ("item", $"{items[0]}"), ("confirmation", service.Get<ActConfirmation>().Give(Committee.Chair))), Is.EqualTo(303));
        foreach (var screen in new[] { "", "?screen=true" })
            Assert.That(await Live(screen.Length == 0 ? Committee.Claire : Office, screen), Does.Contain("All 2 are given"), "released is known to all");

        var (other, _) = await Opened(Committee.Everybody);
        Assert.That(await Page(Committee.Chair, $"/sessions/{other}/live"), Does.Not.Contain(" given"), "where any number can have it nothing is counted");
    }

    [Test]
    public async Task A_member_follows_what_happens_and_takes_up_again_where_the_connection_was_lost()
    {
        var (session, item) = await Opened(Committee.Everybody);
        string last;
        using (var stream = await Follow(Committee.Ada, session, "?seconds=60"))
        {
            Assert.That(await Next(stream), Does.Not.Contain("Put to the vote"));
            await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", "Label"));
            var proposed = await Next(stream);
            Assert.That(proposed, Does.Contain("Put to the vote").And.Contain("Votes cast: 0; members present: 5").And.Contain("name=\"vote\""));
            last = stream.LastId;
        }
        using (var again = await Follow(Committee.Ada, session, "?seconds=0", last))
            Assert.That(await again.Text(), Does.Not.Contain("event: live"), "nothing happened since");
        await Form(Committee.Blaise, $"/sessions/{session}/items/{item}/vote", ("vote", "Against"));
        using (var again = await Follow(Committee.Ada, session, "?seconds=0", last))
            Assert.That(await again.Text(), Does.Contain("Votes cast: 1").And.Not.Contain("Against</strong>"));
        // A second window of the same person.
        using var first = await Follow(Committee.Ada, session, "?seconds=60");
        using var second = await Follow(Committee.Ada, session, "?seconds=60&screen=true");
        Assert.That(await Next(first), Does.Contain("name=\"vote\""));
        Assert.That(await Next(second), Does.Contain("Votes cast: 1").And.Not.Contain("<form"), "nothing can be done on the screen");
    }

    [Test]
    public async Task Who_does_not_sit_in_a_session_follows_nothing()
    {
        var (session, _) = await Opened(Committee.Everybody);
        using var nobody = await Send(Fifteen[^1], HttpMethod.Get, $"/fragments/expert-review/sessions/{session}/live?seconds=0");
        Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        using var page = await Send(Fifteen[^1], HttpMethod.Get, $"/sessions/{session}/live");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Without_a_chair_those_present_elect_who_presides_on_the_page()
    {
        var (session, item) = await Opened([Committee.Ada, Committee.Blaise, Committee.Claire], present: [Committee.Ada, Committee.Blaise, Committee.Claire], members: Committee.Everybody);
        Assert.That(await Page(Committee.Ada, $"/sessions/{session}/live"), Does.Contain("Choose who presides over this item"));
        foreach (var person in new[] { Committee.Ada, Committee.Blaise })
            Assert.That(await Form(person, $"/sessions/{session}/items/{item}/elect", ("personId", $"{Committee.Ada}")), Is.EqualTo(303));
        Assert.That(await Page(Committee.Ada, $"/sessions/{session}/live"), Does.Contain("Put a decision to the vote").And.Contain("Person 03 presides."));
        Assert.That(await Page(Committee.Claire, $"/sessions/{session}/live"), Does.Not.Contain("Put a decision to the vote"));
    }

    [Test]
    public async Task A_proposal_that_lacks_something_comes_back_with_what_was_typed()
    {
        var (session, item) = await Opened(Committee.Everybody);
        var (status, text) = await Answer(Committee.Chair, $"/sessions/{session}/items/{item}/propose",
            ("decision", "LabelWithReservations"), ("text0", "Name a clinician"), ("owner0", "Optica"), ("dueOn0", ""));
        Assert.That(status, Is.EqualTo(400));
        Assert.That(text, Does.Contain("value=\"Name a clinician\"").And.Contain("class=\"errors\""));
        (status, _) = await Answer(Committee.Chair, $"/sessions/{session}/items/{item}/propose", ("decision", "Refuse"));
        Assert.That(status, Is.EqualTo(422), "a refusal without reasons");
        Assert.That(await Form(Committee.Chair, $"/sessions/{session}/items/{item}/propose",
            ("decision", "LabelWithReservations"), ("text0", "Name a clinician"), ("owner0", "Optica"), ("dueOn0", "2026-06-30")), Is.EqualTo(303));
        Assert.That(await Page(Committee.Ada, $"/sessions/{session}/live"), Does.Contain("Name a clinician (Optica"));
    }

    [Test]
    public async Task The_office_plans_a_session_orders_its_agenda_with_buttons_and_publishes_versions()
    {
        var (one, other) = (await seed.Dossier(++dossier), await seed.Dossier(++dossier));
        var planned = await Planned("April");
        var path = $"/sessions/{planned}";
        Assert.That(await Page(Office, "/sessions"), Does.Contain("March 2026").And.Contain("April"));
        var proposal = await Page(Office, $"{path}/agenda");
        Assert.That(proposal, Does.Contain($"{one:N}").And.Contain($"{other:N}"), "what is ready is proposed");
        using var moved = await SendForm(Office, $"{path}/agenda", ("d", $"{one:N}"), ("d", $"{other:N}"), ("move", $"up:{other:N}"));
        Assert.That(moved.Headers.Location?.ToString(), Is.EqualTo($"{path}/agenda?d={other:N}&d={one:N}"));
        Assert.That(await Form(Office, $"{path}/agenda", ("revision", "1"), ("d", $"{other:N}"), ("d", $"{one:N}")), Is.EqualTo(303));
        var page = await Page(Office, path);
        Assert.That(page, Does.Contain("Agenda, version A"));
        Assert.That(page.IndexOf($"{other}", StringComparison.Ordinal), Is.LessThan(page.IndexOf($"{one}", StringComparison.Ordinal)));
        Assert.That(await Page(Office, $"{path}/agenda?d={one:N}"), Does.Contain("Taken off: 2026-").And.Contain("Publish version B"));
        Assert.That(await Form(Office, $"{path}/agenda", ("revision", "1"), ("d", $"{one:N}")), Is.EqualTo(409), "somebody published meanwhile");
        Assert.That(await Form(Office, $"{path}/agenda", ("revision", "2"), ("d", $"{one:N}")), Is.EqualTo(303));
        Assert.That(await Page(Office, path), Does.Contain("Version B").And.Contain("Version A"));
        Assert.That(await Form(Office, $"{path}/edit", [("revision", "3"), .. Fields("April, moved", "2026-04-20T10:00", Committee.Everybody)]), Is.EqualTo(303));
        Assert.That(await Page(Committee.Ada, path), Does.Contain("April, moved").And.Not.Contain("/edit"));
        Assert.That(await Form(Office, "/sessions/new", ("title", "Nothing else")), Is.EqualTo(400));
        Assert.That(await Form(Office, "/sessions/new", Fields("Two", "2026-04-20T10:00", [Committee.Chair, Committee.Ada])), Is.EqualTo(422));
    }

    [Test]
    public async Task A_members_bundle_leaves_out_the_items_they_are_recused_on()
    {
        var (one, other) = (await seed.Dossier(++dossier), await seed.Dossier(++dossier));
        var session = await Planned("Bundle");
        await Form(Office, $"/sessions/{session}/agenda", ("revision", "1"), ("d", $"{one:N}"), ("d", $"{other:N}"));
        var item = (await Json(Office, $"/api/sessions/{session}")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await Form(Committee.Claire, $"/sessions/{session}/items/{item}/recuse", ("personId", $"{Committee.Claire}"), ("reason", "A friend."));
        var whole = await Page(Committee.Ada, $"/sessions/{session}/documents");
        Assert.That(whole, Does.Contain($"Imaging {dossier - 1}").And.Contain($"Imaging {dossier}").And.Contain("A summary.").And.Not.Contain("Not in your bundle"));
        var partly = await Page(Committee.Claire, $"/sessions/{session}/documents");
        Assert.That(partly, Does.Not.Contain($"Imaging {dossier - 1}").And.Not.Contain($"Optica {dossier - 1}").And.Contain($"Imaging {dossier}").And.Contain("items 1."));
    }

    [TestCase("up", "2 1 3")]
    [TestCase("down", "1 3 2")]
    [TestCase("off", "1 3")]
    [TestCase("add", "1 2 3")]
    [TestCase("sideways", "1 2 3")]
    public void A_button_moves_one_dossier(string how, string expected)
    {
        Guid[] order = [Committee.Dossier(1), Committee.Dossier(2), Committee.Dossier(3)];
        var moved = Labelling.ExpertReview.Sessions.BuildAgenda.Moved(order, $"{how}:{Committee.Dossier(2):N}");
        Assert.That(string.Join(' ', moved.Select(id => Array.IndexOf(order, id) + 1)), Is.EqualTo(expected));
    }

    /// <summary>An open session with one item, everybody named present, and the item taken up.</summary>
    async Task<(Guid Session, Guid Item)> Opened(Guid[] voters, bool open = true, Guid[]? present = null, Guid[]? members = null)
    {
        var id = await seed.Dossier(++dossier);
        var session = await Planned("Live", members ?? voters);
        await Form(Office, $"/sessions/{session}/agenda", ("revision", "1"), ("d", $"{id:N}"));
        await Form(Office, $"/sessions/{session}/open", ("revision", "2"));
        foreach (var person in present ?? voters)
            Assert.That(await Form(person, $"/sessions/{session}/attendance", ("personId", $"{person}"), ("presence", "Present")), Is.EqualTo(303));
        var item = (await Json(Office, $"/api/sessions/{session}")).GetProperty("items")[0].GetProperty("id").GetGuid();
        if (open)
            Assert.That(await Form(Office, $"/sessions/{session}/items/{item}/open"), Is.EqualTo(303));
        return (session, item);
    }

    async Task<Guid> Planned(string title, Guid[]? members = null)
    {
        using var answer = await SendForm(Office, "/sessions/new", Fields(title, "2026-03-20T09:00", members ?? Committee.Everybody));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await answer.Content.ReadAsStringAsync());
        return Guid.Parse(answer.Headers.Location!.ToString()["/sessions/".Length..]);
    }

    static (string, string)[] Fields(string title, string startsAt, Guid[] members) =>
    [
        ("title", title), ("startsAt", startsAt), ("place", "Lyon"), ("chair", $"{Committee.Chair}"),
        ("viceChair", members.Contains(Committee.ViceChair) ? $"{Committee.ViceChair}" : ""),
        .. members.Where(person => person != Committee.Chair && person != Committee.ViceChair).Select(person => ("members", $"{person}")),
    ];

    Task<LiveRenderer.Rendered> Shown(Guid person, Guid session) => Languages.In("en", async () =>
        await service.Get<LiveRenderer>().Render(session, As(person), screen: false, CancellationToken.None) ?? throw new AssertionException("not seen"));

    async Task<int> Form(Guid person, string address, params (string, string)[] fields) => (await Answer(person, address, fields)).Status;

    async Task<(int Status, string Text)> Answer(Guid person, string address, params (string, string)[] fields)
    {
        using var answer = await SendForm(person, address, fields);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    Task<HttpResponseMessage> SendForm(Guid person, string address, params (string Name, string Value)[] fields) =>
        Send(person, HttpMethod.Post, address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    async Task<string> Page(Guid person, string address)
    {
        using var answer = await Send(person, HttpMethod.Get, address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return WebUtility.HtmlDecode(text);
    }

    async Task<JsonElement> Json(Guid person, string address) => JsonSerializer.Deserialize<JsonElement>(await Page(person, address));

    readonly HttpClient plain = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromSeconds(30) };

    [OneTimeTearDown]
    public void Hang() => plain.Dispose();

    Task<HttpResponseMessage> Send(Guid person, HttpMethod method, string address, HttpContent? content = null, string? lastId = null)
    {
        var request = new HttpRequestMessage(method, new Uri(service.Http.BaseAddress!, address)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person, As(person).Roles, service.Get<TimeProvider>().GetUtcNow()));
        request.Headers.Accept.ParseAdd(address.StartsWith("/api/", StringComparison.Ordinal) ? "application/json" : address.StartsWith("/fragments/", StringComparison.Ordinal) ? "text/event-stream" : "text/html");
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        return plain.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    sealed class Stream(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        public string LastId { get; set; } = "";

        public Task<string?> Line() => reader.ReadLineAsync().WaitAsync(Patience.Long);

        public Task<string> Text() => reader.ReadToEndAsync().WaitAsync(Patience.Long);

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }

    async Task<Stream> Follow(Guid person, Guid session, string query, string? lastId = null)
    {
        var answer = await Send(person, HttpMethod.Get, $"/fragments/expert-review/sessions/{session}/live{query}", null, lastId);
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/event-stream")));
        return new Stream(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The content of the next event of the session, as a reader sees it.</summary>
    static async Task<string> Next(Stream stream)
    {
        var data = new List<string>();
        var live = false;
        while (await stream.Line() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                stream.LastId = line[4..];
            else if (line == "event: live")
                live = true;
            else if (live && line.StartsWith("data: ", StringComparison.Ordinal))
                data.Add(line[6..]);
            else if (live && line.Length == 0)
                return WebUtility.HtmlDecode(string.Join('\n', data));
        }
        throw new AssertionException("The stream ended.");
    }
}
