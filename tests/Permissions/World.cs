using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Labelling.Accounts;
using Labelling.Contracts;
using Labelling.Embedded;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Account = Labelling.Embedded.Demonstration.Account;
using Journey = Labelling.Embedded.Demonstration.Journey;

namespace Labelling.Permissions.Tests;

/// <summary>A dossier brought to a phase, with whoever stands in a relation to it.</summary>
/// <param name="Phase">Its name in the table.</param>
/// <param name="Id">The dossier.</param>
/// <param name="People">Persons by relation.</param>
/// <param name="Things">Ids that belong to it, by the name of their parameter: interview, invitation, session, itemId, number, application.</param>
sealed record Placed(string Phase, Guid Id, IReadOnlyDictionary<string, Guid> People, IReadOnlyDictionary<string, string> Things);

/// <summary>All services in one process, a dossier in every phase, people in every relation.</summary>
sealed class World : IAsyncDisposable
{
    const string Password = "a-password-of-the-world", PartnerOrganisation = "Partenaire";

    readonly string folder = Directory.CreateTempSubdirectory("labelling-permissions-").FullName;
    readonly ConcurrentDictionary<(Guid, string), string> tokens = new();
    readonly ConcurrentQueue<string> failures = new();
    WebApplication app = null!;
    Cast cast = null!;
    Journey journey = null!;

    public HttpClient Http { get; private set; } = null!;

    public IReadOnlyList<Placed> Dossiers { get; private set; } = [];

    /// <summary>Somebody with an account who has to do with no dossier.</summary>
    public Guid Stranger { get; private set; }

    public Guid Office { get; private set; }

    /// <summary>An expert of the pool, by whose id the pool is asked.</summary>
    public Guid Expert { get; private set; }

    public Guid Organisation { get; private set; }

    public Cast People => cast;

    public Account Partner { get; private set; } = null!;

    public Databases Databases => app.Services.GetRequiredService<Databases>();

    public IServiceProvider Services => app.Services;

    /// <summary>What the program logged as an error.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    public IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public Placed At(string phase) => Dossiers.Single(dossier => dossier.Phase == phase);

    public static async Task<World> Build()
    {
        var world = new World();
        try
        {
            await world.Start();
            return world;
        }
        catch (Exception failed)
        {
            await world.DisposeAsync();
            throw new InvalidOperationException($"The world was not built: {failed.Message} {string.Join(' ', world.failures)}", failed);
        }
    }

    async Task Start()
    {
        app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder, "--Limits:All", "none"], CommandLine.Services, builder =>
        {
            builder.Logging.AddProvider(new Ears(failures));
            builder.Logging.AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, LogLevel.None);
        });
        await app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 16 }) { BaseAddress = new Uri(app.Urls.First()) };

        var administrator = new Account(Http, Roles.Administrator, "Bruno Keller", "administrator@world.example", Password);
        await app.Services.GetRequiredService<PersonStore>().Register(
            Person.Register(administrator.Name, administrator.Email, "fr", [Roles.Administrator], [], app.Services.GetRequiredService<TimeProvider>().GetUtcNow()),
            app.Services.GetRequiredService<Passwords>().Hash(Password), new Actor(null, "test", "command line"), CancellationToken.None);
        cast = new Cast(Http, administrator, _ => Password);
        await cast.Gather(12);
        Organisation = (await administrator.Post("/api/organisations", new { name = PartnerOrganisation, siren = Cast.Siren(900_001), type = "academic", region = "ile-de-france" })).Id();
        Partner = await Register("partner@world.example", [new { organisationId = Organisation, from = "2015-01-01" }]);
        Stranger = await (await Register("stranger@world.example", [])).Id();
        Office = await cast.Office.Id();
        // In the pool, since a dossier is given to them.
        Expert = await cast.Experts[5].Id();

        // One after the other, before they all act at once: many sign-ins of one account at a time look like guessing.
        foreach (var account in (IEnumerable<Account>)[cast.Office, .. cast.Seats, .. cast.Holders, .. cast.Experts])
            await account.Id();

        journey = new Journey(cast, Patience.Long);
        await journey.OpenCalls();
        Dossiers = await Task.WhenAll(Phases().Select(async phase => await Task.Run(phase)));
        await Settle();

        async Task<Account> Register(string email, object[] affiliations)
        {
            await administrator.Post("/api/people", new { name = email.Split('@')[0], email, password = Password, language = "fr", roles = new[] { "member" }, affiliations });
            return new Account(Http, "member", email, email, Password);
        }
    }

    /// <summary>One dossier a phase. Each has its own interviewer and, from the invitations on, its three reviewers.</summary>
    IEnumerable<Func<Task<Placed>>> Phases()
    {
        yield return () => Bring("draft", Stage.Draft, 0);
        yield return () => Bring("submitted", Stage.Submitted, 0);
        yield return () => Bring("correction-requested", Stage.CorrectionRequested, 0);
        yield return () => Bring("inadmissible", Stage.Inadmissible, 0);
        yield return () => Bring("withdrawn", Stage.Submitted, 0, withdrawn: true);
        yield return () => Bring("to-schedule", Stage.Admitted, 0);
        yield return () => Bring("slots-proposed", Stage.ExpertsProposed, 0, before: Stage.ExpertsProposed, two: true);
        yield return () => Bring("booked", Stage.Booked, 1, before: Stage.ExpertsProposed, two: true);
        yield return () => Bring("held", Stage.Held, 2);
        yield return () => Bring("concluded", Stage.Concluded, 3);
        yield return () => Bring("invited", Stage.Invited, 4);
        yield return () => Bring("accepted", Stage.Invited, 5, Talk.Waived, then: Accept);
        yield return () => Bring("review-in", Stage.UnderReview, 6, Talk.Waived);
        yield return () => Bring("all-reviews-in", Stage.Reviewed, 7);
        yield return () => Bring("on-agenda", Stage.Reviewed, 8, then: placed => Sit(placed, Meeting.Agenda));
        yield return () => Bring("in-session", Stage.Reviewed, 0, Talk.Waived, then: placed => Sit(placed, Meeting.Opened));
        yield return () => Bring("decided", Stage.Reviewed, 1, Talk.Waived, then: placed => Sit(placed, Meeting.Decided));
        yield return () => Bring("labelled", Stage.Reviewed, 2, Talk.Waived, then: placed => Sit(placed, Meeting.Labelled));
        yield return () => Bring("refused", Stage.Reviewed, 3, Talk.Waived, then: placed => Sit(placed, Meeting.Refused));
        yield return () => Bring("adjourned", Stage.Reviewed, 4, Talk.Waived, then: placed => Sit(placed, Meeting.Adjourned));
    }

    enum Meeting
    {
        Agenda,
        Opened,
        Decided,
        Labelled,
        Refused,
        Adjourned,
    }

    async Task<Placed> Bring(
        string phase, Stage until, int interviewer, Talk talk = Talk.Proceed, bool withdrawn = false, Stage? before = null, bool two = false,
        Func<Placed, Task<Placed>>? then = null)
    {
        var plan = new Plan(phase.ToUpperInvariant(), $"Un dossier en phase {phase}", 0, ["medtech"], false, Stage.Draft, interviewer, talk);
        var id = await journey.Bring(plan);
        await Share(id);
        var attachment = await Attach(id);
        if (before is { } first)
        {
            await journey.Bring(plan with { Until = first });
            // A second expert is proposed, whom the holder does not choose.
            var waiting = (await cast.Office.Get($"/api/interviews?dossierId={id}")).Items().Single();
            await cast.Office.Post($"/api/interviews/{waiting.Id()}/propose", new { revision = waiting.Revision(), expertIds = new[] { await cast.Experts[interviewer].Id(), await cast.Experts[11].Id() } });
        }
        await journey.Bring(plan with { Until = until, Withdrawn = withdrawn });

        var holder = cast.Holders[0];
        var people = new Dictionary<string, Guid>
        {
            ["holder"] = await holder.Id(),
            ["co-holder"] = await cast.Holders[1].Id(),
            ["partner"] = await Partner.Id(),
            ["nobody"] = Stranger,
        };
        var things = new Dictionary<string, string> { ["dossier"] = id.ToString(), ["attachmentId"] = attachment };
        // Where a dossier is written no more, its attachments can be asked away without being lost.
        if (phase is not ("draft" or "correction-requested"))
            things["kept"] = attachment;
        if ((await cast.Office.Get($"/api/interviews?dossierId={id}")).Items().FirstOrDefault() is { } interview)
        {
            things["interview"] = interview.Id().ToString();
            if (interview["expertId"]?.GetValue<Guid>() is { } booked)
                people["interviewer"] = booked;
            var free = (await cast.Office.Get("/api/slots?pageSize=200")).Items().FirstOrDefault(slot => slot["interviewId"]?.GetValue<Guid>() == interview.Id());
            if (free is not null)
                things["slot"] = free.Id().ToString();
            if (two)
                people["proposed"] = await cast.Experts[11].Id();
        }
        if (until >= Stage.Invited)
        {
            var lines = (await cast.Office.Get($"/api/assignments?dossierId={id}")).Items("experts").ToList();
            people["expert"] = await cast.Experts[interviewer + 1].Id();
            people["other-expert"] = await cast.Experts[interviewer + 2].Id();
            things["invitation"] = lines.Single(line => line.Id("expertId") == people["expert"]).Id("invitationId").ToString();
            things["other-invitation"] = lines.Single(line => line.Id("expertId") == people["other-expert"]).Id("invitationId").ToString();
        }
        var placed = new Placed(phase, id, people, things);
        return then is null ? placed : await then(placed);
    }

    /// <summary>A co-holder and a partner whose people have accounts.</summary>
    async Task Share(Guid id)
    {
        var holder = cast.Holders[0];
        var dossier = await holder.Get($"/api/dossiers/{id}");
        if (dossier.Text("status") != "Draft")
            return;
        var content = dossier["content"]!.AsObject();
        content["coHolderIds"] = new JsonArray(JsonValue.Create(await cast.Holders[1].Id()));
        content["partners"]!.AsArray().Add(new JsonObject { ["organisationId"] = Organisation, ["name"] = PartnerOrganisation, ["siren"] = Cast.Siren(900_001), ["type"] = "academic", ["region"] = "ile-de-france" });
        await holder.Put($"/api/dossiers/{id}", new { revision = dossier.Revision(), content });
    }

    async Task<string> Attach(Guid id)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.7\n%%EOF\n"u8.ToArray()), "file", "annexe.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dossiers/{id}/attachments") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(await cast.Holders[0].Id(), Roles.Holder));
        using var answer = await Http.SendAsync(request);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!.Id().ToString();
    }

    async Task<Placed> Accept(Placed placed)
    {
        var path = $"/api/invitations/{placed.Things["invitation"]}";
        var expert = await Of(placed.People["expert"]);
        await expert.Post($"{path}/accept", new { revision = (await expert.Get(path)).Revision(), noConflict = true });
        var left = (await cast.Office.Get($"/api/assignments?dossierId={placed.Id}")).Items("experts")
            .Select(line => (Expert: line.Id("expertId"), Invitation: line.Id("invitationId"), Revision: line.Revision()))
            .Single(line => line.Expert != placed.People["expert"] && line.Expert != placed.People["other-expert"]);
        await (await Of(left.Expert)).Post($"/api/invitations/{left.Invitation}/decline", new { revision = left.Revision, reason = "Pas de temps." });
        return placed with
        {
            People = placed.People.Append(new("declined", left.Expert)).ToDictionary(),
            Things = placed.Things.Append(new("declined-invitation", left.Invitation.ToString())).ToDictionary(),
        };
    }

    async Task<Account> Of(Guid person)
    {
        foreach (var account in cast.Experts)
            if (await account.Id() == person)
                return account;
        throw new InvalidOperationException($"{person} is no expert of the world.");
    }

    /// <summary>The committee of five: the chair, the vice-chair, a member, one who is recused and one who does not come.</summary>
    async Task<Placed> Sit(Placed placed, Meeting until)
    {
        var session = await journey.Plan($"Séance {placed.Phase}", 5);
        var path = $"/api/sessions/{session}";
        var later = await journey.Plan($"Séance après {placed.Phase}", 50);
        var (member, recused, absent) = (cast.Members[0], cast.Members[1], cast.Members[2]);
        var agenda = await cast.Office.Post($"{path}/agenda", new { revision = (await cast.Office.Get(path)).Revision(), dossierIds = new[] { placed.Id } });
        var item = $"{path}/items/{agenda.Items().Single().Id()}";
        await cast.Office.Post($"{item}/recuse", new { personId = await recused.Id(), reason = "Un proche travaille au projet." });
        var things = new Dictionary<string, string>(placed.Things) { ["session"] = session.ToString(), ["itemId"] = agenda.Items().Single().Id().ToString() };
        var people = new Dictionary<string, Guid>(placed.People)
        {
            ["chair-seat"] = await cast.Chair.Id(),
            ["vice-seat"] = await cast.Seats[1].Id(),
            ["member-seat"] = await member.Id(),
            ["recused"] = await recused.Id(),
            ["absent"] = await absent.Id(),
        };
        if (until > Meeting.Agenda)
        {
            await cast.Chair.Post($"{path}/open", new { revision = (await cast.Chair.Get(path)).Revision() });
            foreach (var seat in new[] { cast.Chair, cast.Seats[1], member, recused })
                await cast.Office.Post($"{path}/attendance", new { personId = await seat.Id(), presence = "Present" });
            await cast.Chair.Post($"{item}/open", new { });
        }
        if (until > Meeting.Opened)
        {
            await cast.Chair.Post($"{item}/propose", until switch
            {
                Meeting.Refused => new { decision = "Refuse", reasons = "L'intérêt industriel n'est pas démontré." },
                Meeting.Adjourned => new { decision = "Adjourn", toSessionId = later, reasons = "Le plan de financement sera précisé." },
                Meeting.Agenda or Meeting.Opened or Meeting.Decided or Meeting.Labelled => (object)new { decision = "Label" },
            });
            foreach (var seat in new[] { cast.Chair, cast.Seats[1], member })
                await seat.Post($"{item}/vote", new { vote = "For" });
            await cast.Chair.Post($"{item}/close-ballot", new { });
            await cast.Chair.Post($"{path}/close", new { revision = (await cast.Chair.Get(path)).Revision() });
        }
        if (until > Meeting.Decided)
        {
            var released = await cast.Chair.Post("/api/releases", new { itemIds = new[] { things["itemId"] }, confirmation = await cast.Chair.Confirm() });
            if (until == Meeting.Labelled)
            {
                things["number"] = released.Items("released").Single().Text("labelNumber");
                await journey.Record(new Outcome(placed.Phase.ToUpperInvariant(), "ANR", "Pending"), placed.Id, 0);
                things["application"] = (await cast.Office.Get($"/api/funding-applications?dossierId={placed.Id}")).AsArray().Single()!.Id().ToString();
            }
        }
        return placed with { People = people, Things = things };
    }

    /// <summary>A token for this person in these roles, whatever roles their account has: newer than anything the services heard.</summary>
    public string Token(Guid person, params string[] roles) => tokens.GetOrAdd((person, string.Join(',', roles)), key =>
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return SignIn.Token(app.Services.GetRequiredService<SigningKey>(), new Ticket(person, Guid.Empty, roles) { Sequence = long.MaxValue }, now, now + TimeSpan.FromHours(1));
    });

    /// <summary>A personal token of every scope, for one dossier.</summary>
    public string PersonalToken(Guid person, Guid dossier, params string[] roles)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        return SignIn.Token(
            app.Services.GetRequiredService<SigningKey>(),
            new Ticket(person, Guid.Empty, roles) { Sequence = long.MaxValue, Scopes = Scopes.All, DossierId = dossier }, now, now + TimeSpan.FromHours(1));
    }

    /// <summary>What somebody is answered; of nobody when the person is null.</summary>
    public Task<(int Status, string Text)> Send(Guid? person, string[] roles, HttpMethod method, string path, string? body = null, string media = "application/json", string language = "en") =>
        SendWith(person is { } id ? Token(id, roles) : null, method, path, body, media, language);

    /// <summary>What is answered to whoever comes with a token.</summary>
    public async Task<(int Status, string Text)> SendWith(string? token, HttpMethod method, string path, string? body = null, string media = "application/json", string language = "en")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        // A piece of a page as the page's script asks for it.
        if (path.StartsWith("/fragments/", StringComparison.Ordinal))
            request.Headers.Add("HX-Request", "true");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, media);
        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(int Status, JsonNode? Json)> Get(Guid person, string role, string path)
    {
        var (status, text) = await Send(person, [role], HttpMethod.Get, path);
        return (status, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    // The witness of the trail says once, a minute after the start, that it has begun.
    const string OfPeople = " where Action <> 'trail.witness-begun'";

    /// <summary>Rows of every table of every database: what nobody changed is the same before and after.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Counts()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, database) in Databases.All)
            foreach (var table in await database.Query<string>("select name from sqlite_master where type = 'table' order by name", null, CancellationToken.None))
                counts[$"{name}.{table}"] = (await database.Query<long>($"select count(*) from \"{table}\"{(table == "AuditLine" ? OfPeople : "")}", null, CancellationToken.None))[0];
        return counts;
    }

    public Task<CheckReport> Check() => Hosting.Check.Run(CommandLine.Services, Databases, app.Services.GetRequiredService<Settings>().Witness, CancellationToken.None);

    /// <summary>Everything that is kept, as it stands now, in another folder.</summary>
    public async Task CopyTo(string other)
    {
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(other, Path.GetRelativePath(folder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetExtension(path) is not ".db" and not ".db-wal" and not ".db-shm")
                File.Copy(path, copy);
        }
        foreach (var (_, database) in Databases.All)
        {
            await using var connection = (SqliteConnection)await database.Open(CancellationToken.None);
            await using var command = connection.CreateCommand();
            command.CommandText = "vacuum into @Copy";
            command.Parameters.AddWithValue("@Copy", Path.Combine(other, Path.GetFileName(connection.DataSource)));
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task Settle()
    {
        if (!await Patience.Until(async () => (await Check()).UnderWay == 0))
            throw new AssertionException("The events did not settle.");
        if (!await Patience.Until(async () => await Databases[EventCatalogue.Submission].QuerySingleOrDefault<int>("select count(*) from DuplicateSearch", null, CancellationToken.None) == 0))
            throw new AssertionException("The search for duplicates did not come to its end.");
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    sealed class Ears(ConcurrentQueue<string> failures) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                failures.Enqueue($"{formatter(state, exception)} {exception?.Message}");
        }

        public void Dispose()
        {
        }
    }
}
