using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Labelling.Accounts;
using Labelling.Contracts;
using Labelling.Embedded;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Account = Labelling.Embedded.Demonstration.Account;

namespace Labelling.Journey.Tests;

/// <summary>Somebody with a token.</summary>
sealed record Somebody(string Role, Guid Id, string Token);

/// <summary>All services in one process, people of every role, dossiers at many stages.</summary>
sealed class Town : IAsyncDisposable
{
    const string Password = "a-password-of-the-town";

    readonly string folder = Directory.CreateTempSubdirectory("labelling-town-").FullName;
    WebApplication app = null!;

    public HttpClient Http { get; private set; } = null!;

    public IReadOnlyList<Somebody> People { get; private set; } = [];

    /// <summary>Dossiers by the stage they were brought to.</summary>
    public IReadOnlyDictionary<Stage, Guid> Dossiers { get; private set; } = new Dictionary<Stage, Guid>();

    /// <summary>What the program logged as an error, with the exception.</summary>
    public ConcurrentQueue<(string Category, Exception? Failure, string Message)> Errors { get; } = new();

    /// <summary>Where the newest hashes of the trails are written.</summary>
    public string Witness => Get<Settings>().Witness;

    public Databases Databases => Get<Databases>();

    /// <summary>What the host or a service registered.</summary>
    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<Town> Build()
    {
        var town = new Town();
        await town.Start();
        return town;
    }

    async Task Start()
    {
        app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder], CommandLine.Services, builder =>
        {
            builder.Services.AddOpenApi("by-full-name", document => document.CreateSchemaReferenceId = FullName);
            builder.Logging.AddProvider(new Listening(Errors));
            // The console gives room to the answer of the test.
            builder.Logging.AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, LogLevel.None);
        });
        await app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = new Uri(app.Urls.First()) };
        await Until(async () => (await Http.GetAsync("/health/ready")).IsSuccessStatusCode, "ready");

        var administrator = new Account(Http, Roles.Administrator, "Bruno Keller", "administrator@town.example", Password);
        await app.Services.GetRequiredService<PersonStore>().Register(
            Person.Register(administrator.Name, administrator.Email, "fr", [Roles.Administrator], [], app.Services.GetRequiredService<TimeProvider>().GetUtcNow()),
            app.Services.GetRequiredService<Passwords>().Hash(Password), new Actor(null, "test", "command line"), CancellationToken.None);
        var cast = new Cast(Http, administrator, _ => Password);
        await cast.Gather(6);
        // One after the other: so many at once from one address would look like guessing.
        var people = new List<Somebody>();
        foreach (var account in (IEnumerable<Account>)[administrator, cast.Office, .. cast.Seats, .. cast.Holders, .. cast.Experts])
            people.Add(await SignIn(account));
        People = people;

        var journey = new Embedded.Demonstration.Journey(cast, Patience.Long);
        await journey.OpenCalls();
        var dossiers = new Dictionary<Stage, Guid>();
        var number = 0;
        foreach (var stage in (Stage[])[Stage.Draft, Stage.Submitted, Stage.CorrectionRequested, Stage.Admitted, Stage.ExpertsProposed, Stage.Booked, Stage.Held, Stage.Invited, Stage.UnderReview, Stage.Reviewed])
            dossiers[stage] = await journey.Bring(new Plan(
                $"STAGE{number}", $"Un projet jusqu'à {stage}", number % 3, ["medtech"], false, stage, number++ % 6,
                stage >= Stage.Invited ? Talk.Waived : Talk.Proceed));
        // Deposited a second time under another acronym, a mark apart in its title: a likely duplicate.
        await journey.Bring(new Plan("AGAIN", $"Un projet jusqu'à {Stage.Submitted} !", 1, ["medtech"], false, Stage.Submitted, 1));
        dossiers[Stage.Concluded] = await journey.Bring(new Plan("LABELLED", "Un projet labellisé", 0, ["e-health"], true, Stage.Reviewed, 1, Talk.Waived));
        var refused = await journey.Bring(new Plan("REFUSED", "Un projet refusé", 1, ["e-health"], true, Stage.Reviewed, 1, Talk.Waived));
        await journey.Hold(
            new Meeting("Comité tenu", [("LABELLED", Verdict.Label), ("REFUSED", Verdict.Refuse)]),
            new Dictionary<string, Guid> { ["LABELLED"] = dossiers[Stage.Concluded], ["REFUSED"] = refused });
        await journey.AskReconsideration(refused, 1);
        await journey.Hold(new Meeting("Comité à venir", [("REVIEWED", Verdict.Label)], Open: false), new Dictionary<string, Guid> { ["REVIEWED"] = dossiers[Stage.Reviewed] });
        await journey.Plan("Comité prévu", 60);
        await journey.Record(new Outcome("LABELLED", "ANR", "Pending"), dossiers[Stage.Concluded], 0);
        await Attach(dossiers[Stage.Draft], dossiers[Stage.CorrectionRequested]);
        await Write(dossiers[Stage.Admitted]);
        Dossiers = dossiers;
    }

    /// <summary>A name that no two types share: many requests are called Request, each in the file of its verb.</summary>
    static string? FullName(JsonTypeInfo type) => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name && type.Type.Namespace?.StartsWith("Labelling", StringComparison.Ordinal) == true
        ? string.Concat(type.Type.Namespace.Split('.').Skip(1)) + type.Type.DeclaringType?.Name + name
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    async Task<Somebody> SignIn(Account account)
    {
        var answer = (await (await Http.PostAsJsonAsync("/api/tokens", new { email = account.Email, password = account.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        return new Somebody(account.Role, answer["personId"]!.GetValue<Guid>(), answer["token"]!.GetValue<string>());
    }

    /// <summary>Whoever holds one of the dossiers attaches a page to it.</summary>
    async Task Attach(params Guid[] dossiers)
    {
        foreach (var dossier in dossiers)
            await ByItsHolder($"/api/dossiers/{dossier}/attachments", "file", []);
    }

    /// <summary>Whoever holds a dossier writes to the office about it, with a page.</summary>
    Task Write(Guid dossier) => ByItsHolder($"/api/dossiers/{dossier}/messages", "files", new() { ["text"] = "La convention est jointe.", ["revision"] = "0" });

    async Task ByItsHolder(string path, string field, Dictionary<string, string> more)
    {
        var answers = new List<System.Net.HttpStatusCode>();
        foreach (var holder in People.Where(person => person.Role == Roles.Holder))
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-1.7\n%%EOF\n"u8.ToArray()), field, "annexe.pdf" } };
            foreach (var (name, value) in more)
                form.Add(new StringContent(value), name);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", holder.Token);
            using var answer = await Http.SendAsync(request);
            answers.Add(answer.StatusCode);
        }
        Assert.That(answers, Does.Contain(System.Net.HttpStatusCode.Created), $"nobody could send a file to {path}");
    }

    /// <summary>What a person is answered; null where it is no success.</summary>
    public async Task<JsonNode?> Get(Somebody? who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var answer = await Http.SendAsync(request);
        return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    public Task<CheckReport> Check() => Hosting.Check.Run(CommandLine.Services, Databases, Witness, CancellationToken.None);

    /// <summary>Waits until every event has been taken in, and what follows from deposits was looked for.</summary>
    public Task Settle() => Until(async () => (await Check()).UnderWay == 0
        && await Databases[EventCatalogue.Submission].QuerySingleOrDefault<int>("select count(*) from DuplicateSearch", null, CancellationToken.None) == 0, "settled");

    /// <summary>Lines of outbox and audit trail, and rows of every other table, by database.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Counts()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, database) in Databases.All)
            foreach (var table in await database.Query<string>("select name from sqlite_master where type = 'table' order by name", null, CancellationToken.None))
                counts[$"{name}.{table}"] = (await database.Query<long>($"select count(*) from \"{table}\"", null, CancellationToken.None))[0];
        return counts;
    }

    static async Task Until(Func<Task<bool>> holds, string what)
    {
        if (!await Patience.Until(holds))
            throw new AssertionException($"Not {what} within 30 seconds.");
    }

    /// <summary>As if they had given their password just now: giving it wrong is tried here too, and then one has to wait.</summary>
    public string Confirmation(Somebody who) => app.Services.GetRequiredService<ActConfirmation>().Give(who.Id);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    sealed class Listening(ConcurrentQueue<(string, Exception?, string)> errors) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Ear(categoryName, errors);

        public void Dispose()
        {
        }

        sealed class Ear(string category, ConcurrentQueue<(string, Exception?, string)> errors) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                    errors.Enqueue((category, exception, formatter(state, exception)));
            }
        }
    }
}
