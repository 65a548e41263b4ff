using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Journey.Tests;

namespace Labelling.Benchmarks;

/// <summary>
/// The last minute before a call closes: holders attach 2 MB each, look at the confirmation page and deposit, against real processes over
/// HTTP. A share of them presses the button after the closing, within the grace period; another share after it. In the end every
/// deposit that got a receipt is there with its files, no request was answered 500, and what came after the grace period was refused.
/// </summary>
sealed class DepositFlood(Deployment deployment, DepositFlood.Size size)
{
    /// <param name="Holders">Who deposit in the last moments.</param>
    /// <param name="Window">From the first arrival to the closing.</param>
    /// <param name="Bytes">Of each one's attachment.</param>
    /// <param name="WithinGrace">Who saw the confirmation page before the closing and press the button after it.</param>
    /// <param name="TooLate">Who press it when the grace period is over too.</param>
    public sealed record Size(int Holders, TimeSpan Window, int Bytes, int WithinGrace, int TooLate);

    public sealed record Figures(
        int Receipts, int Late, int RefusedAsClosed, int RefusedAfterGrace, int There, int Doubled, int Lost, int Mails, IReadOnlyList<string> Wrong,
        double[] Uploads, double[] Deposits, TimeSpan Took)
    {
        /// <summary>Null: all is as it should be.</summary>
        public string? Fault(Size size) =>
            Wrong.Count > 0 ? $"{Wrong.Count} unexpected answers, the first: {Wrong[0]}"
            : Lost > 0 ? $"{Lost} deposits have a receipt and are not there"
            : Doubled > 0 ? $"{Doubled} references were given twice"
            : There != Receipts ? $"{There} deposits are there, and {Receipts} got a receipt"
            : Receipts + RefusedAsClosed + RefusedAfterGrace != size.Holders + size.WithinGrace + size.TooLate ? "somebody got neither a receipt nor a refusal"
            : RefusedAfterGrace != size.TooLate ? $"{RefusedAfterGrace} of {size.TooLate} were refused after the grace period"
            : Late < size.WithinGrace ? $"{Late} of {size.WithinGrace} were marked as late"
            : Receipts == 0 ? "nobody deposited anything"
            : null;
    }

    sealed record Person(Account Account, HttpClient Http, Guid Dossier);

    static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    readonly List<string> wrong = [];
    readonly List<double> uploads = [], deposits = [];
    int late, closed;

    Uri Submission => (deployment.Processes.FirstOrDefault(process => process.Name == "Labelling.Submission") ?? deployment.Processes[0]).Address;

    /// <summary>On the five processes where there is a broker, else on the one.</summary>
    public static async Task<int> Run()
    {
        Environment.SetEnvironmentVariable("Limits__All", "none");
        var size = new Size(500, TimeSpan.FromMinutes(1), 2 << 20, 20, 20);
        await using var deployment = Environment.GetEnvironmentVariable("LABELLING_TEST_RABBITMQ") is { Length: > 0 } ? await Deployment.Separate() : await Deployment.Embedded();
        var figures = await new DepositFlood(deployment, size).Play();
        Console.WriteLine(Invariant($"{size.Holders} holders, {size.Bytes >> 20} MB each, within {size.Window.TotalSeconds:0} s before the closing; {deployment.Processes.Count} processes on {Environment.ProcessorCount} cores; {figures.Took.TotalSeconds:0} s in all"));
        Console.WriteLine(Invariant($"receipts        {figures.Receipts,6}   all there: {figures.There}, lost {figures.Lost}, references twice {figures.Doubled}, mails {figures.Mails}"));
        Console.WriteLine(Invariant($"marked as late  {figures.Late,6}   refused as closed {figures.RefusedAsClosed}, refused after the grace period {figures.RefusedAfterGrace}"));
        Print("attach", figures.Uploads);
        Print("deposit", figures.Deposits);
        var fault = figures.Fault(size);
        Console.WriteLine(fault is null ? "held" : $"NOT held: {fault}");
        return fault is null ? 0 : 1;
    }

    public async Task<Figures> Play()
    {
        var (cast, _) = await Company.Of(deployment, experts: 1);
        var far = DateTimeOffset.UtcNow.AddDays(1);
        var last = await Publish(cast, "Flood", far);
        var early = await Publish(cast, "Flood late", far);
        var people = await Everybody(cast, size.Holders + size.WithinGrace + size.TooLate, number => number < size.Holders ? last : early);

        // Some look at the confirmation page while their call is open. The office then moves its closing: first to now, later beyond the grace.
        var lookers = people.Skip(size.Holders).ToList();
        await Each(lookers, async person =>
        {
            await Attach(person);
            await Prepare(person);
        });
        var closesAt = DateTimeOffset.UtcNow + size.Window;
        await Close(cast, last, closesAt);
        var clock = Stopwatch.StartNew();
        var random = new Random(2026);
        var receipts = new List<(Person Person, JsonNode Receipt)>();
        await Task.WhenAll(people.Take(size.Holders).Select(async person =>
        {
            await Task.Delay(size.Window * random.NextDouble());
            await Attach(person);
            await Prepare(person);
            Keep(receipts, person, await Deposit(person));
        }));
        var refusedAsClosed = closed;

        await Close(cast, early, DateTimeOffset.UtcNow);
        await Each(lookers.Take(size.WithinGrace), async person => Keep(receipts, person, await Deposit(person)));
        var took = clock.Elapsed;
        var inGrace = closed - refusedAsClosed;
        await Close(cast, early, DateTimeOffset.UtcNow - Grace - TimeSpan.FromSeconds(1));
        await Each(lookers.Skip(size.WithinGrace), async person => Keep(receipts, person, await Deposit(person)));
        return await Counted(cast, receipts, refusedAsClosed + inGrace, closed - refusedAsClosed - inGrace, people, took);
    }

    static Task Each(IEnumerable<Person> people, Func<Person, Task> does) => Task.WhenAll(people.Select(does));

    void Keep(List<(Person, JsonNode)> receipts, Person person, JsonNode? receipt)
    {
        if (receipt is null)
            return;
        lock (receipts)
            receipts.Add((person, receipt));
    }

    static async Task<Guid> Publish(Cast cast, string code, DateTimeOffset closesAt) => (await cast.Office.Post("/api/calls", Terms(code, closesAt))).Id();

    static async Task Close(Cast cast, Guid call, DateTimeOffset at)
    {
        var known = (await cast.Office.Get("/api/calls")).AsArray().Single(one => one!.Id() == call)!;
        var terms = Terms(known.Text("code"), at);
        terms["revision"] = known.Revision();
        await cast.Office.Put($"/api/calls/{call}", terms);
    }

    static JsonObject Terms(string code, DateTimeOffset closesAt) => new()
    {
        ["code"] = code,
        ["fundingBody"] = "Bpifrance",
        ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-30),
        ["closesAt"] = closesAt.ToUniversalTime(),
        ["timeZone"] = "Europe/Paris",
    };

    async Task<List<Person>> Everybody(Cast cast, int count, Func<int, Guid> call)
    {
        var programme = (await cast.Office.Get("/api/programmes")).AsArray().First(one => one!.Text("code") == "project-label")!.Id();
        var people = new Person[count];
        const string Password = "une phrase de passe assez longue";
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var email = string.Create(CultureInfo.InvariantCulture, $"flood{number}@labelling.test");
            await cast.Administrator.Post("/api/people", new { name = $"Porteur {number}", email, password = Password, language = number % 2 == 0 ? "fr" : "en", roles = new[] { "holder" }, affiliations = Array.Empty<object>() });
            var account = new Account(deployment.Http, "holder", $"Porteur {number}", email, Password);
            // That they have an account reaches the other services a moment later.
            Guid? dossier = null;
            string? refusal = null;
            await Patience.Until(async () =>
            {
                try
                {
                    dossier = (await account.Post("/api/dossiers", new { content = Content(number, programme, call(number)) })).Id();
                    return true;
                }
                catch (ApiRefused notYet)
                {
                    refusal = notYet.Message;
                    return false;
                }
            }, TimeSpan.FromSeconds(30));
            people[number] = new Person(account, await Client(account), dossier ?? throw new InvalidOperationException(refusal));
        });
        return [.. people];
    }

    /// <summary>A connection of one's own, as a browser has, and answers with their status.</summary>
    async Task<HttpClient> Client(Account account)
    {
        using var answer = await deployment.Http.PostAsJsonAsync("/api/tokens", new { account.Email, account.Password });
        var http = new HttpClient { BaseAddress = Submission, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await answer.Content.ReadFromJsonAsync<JsonNode>())!.Text("token"));
        return http;
    }

    static JsonObject Content(int number, Guid programme, Guid call) => new()
    {
        ["title"] = $"Dossier of the last minute {number}",
        ["acronym"] = string.Create(CultureInfo.InvariantCulture, $"FLOOD{number:000}"),
        ["summary"] = "Deposited in the last minute, as most are.",
        ["kind"] = "Project",
        ["lead"] = new JsonObject { ["name"] = $"Société {number}", ["siren"] = Cast.Siren(300_000 + number), ["type"] = "sme", ["region"] = "ile-de-france" },
        ["sectors"] = new JsonArray("medtech"),
        ["trlFrom"] = 3,
        ["trlTo"] = 6,
        ["objectives"] = "To be in time.",
        ["medicalNeed"] = "Patience.",
        ["workPackages"] = new JsonArray(new JsonObject { ["title"] = "All of it", ["startMonth"] = 1, ["lengthMonths"] = 12, ["costEur"] = 400_000 }),
        ["totalBudgetEur"] = 1_000_000,
        ["aidRequestedEur"] = 450_000,
        ["programmeId"] = programme,
        ["callId"] = call,
    };

    /// <summary>Each one's own content, so that none is spared the writing.</summary>
    async Task Attach(Person person)
    {
        var pdf = new byte[size.Bytes];
        Random.Shared.NextBytes(pdf);
        "%PDF-1.7\n"u8.CopyTo(pdf);
        "\n%%EOF\n"u8.CopyTo(pdf.AsSpan(pdf.Length - 7));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(pdf), "file", "annexe.pdf" } };
        var (status, answer, took) = await Send(person, HttpMethod.Post, "attachments", form);
        lock (uploads)
            uploads.Add(took);
        if (status != HttpStatusCode.Created)
            Note("attach", status, answer);
    }

    async Task Prepare(Person person)
    {
        var (status, answer, _) = await Send(person, HttpMethod.Post, "prepare-submission", JsonContent.Create(new { revision = 1 }));
        if (status != HttpStatusCode.OK)
            Note("prepare", status, answer);
    }

    /// <summary>Null: refused, as it should be after the closing.</summary>
    async Task<JsonNode?> Deposit(Person person)
    {
        var (status, answer, took) = await Send(person, HttpMethod.Post, "submit", JsonContent.Create(new { revision = 1 }));
        lock (deposits)
            deposits.Add(took);
        if (status == HttpStatusCode.OK)
        {
            if (answer!["late"]!.GetValue<bool>())
                Interlocked.Increment(ref late);
            return answer;
        }
        if (status == HttpStatusCode.Conflict && (string?)answer?["code"] == "dossier.call-closed")
            Interlocked.Increment(ref closed);
        else
            Note("deposit", status, answer);
        return null;
    }

    void Note(string what, HttpStatusCode status, JsonNode? answer)
    {
        lock (wrong)
            wrong.Add($"{what}: {(int)status} {answer?.ToJsonString()}");
    }

    static async Task<(HttpStatusCode Status, JsonNode? Answer, double Took)> Send(Person person, HttpMethod method, string what, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"/api/dossiers/{person.Dossier}/{what}") { Content = content };
        var sent = Stopwatch.GetTimestamp();
        using var answer = await person.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
    }

    /// <summary>What is there, read by the office, beside what the receipts say.</summary>
    async Task<Figures> Counted(Cast cast, List<(Person Person, JsonNode Receipt)> receipts, int refusedAsClosed, int refusedAfterGrace, List<Person> people, TimeSpan took)
    {
        var lost = 0;
        foreach (var (person, receipt) in receipts)
        {
            var version = await cast.Office.Find($"/api/dossiers/{person.Dossier}/versions/1");
            var files = await cast.Office.Find($"/api/dossiers/{person.Dossier}/versions/1/attachments");
            var dossier = await cast.Office.Find($"/api/dossiers/{person.Dossier}");
            if (version is null || files is null || dossier is null || dossier.Text("reference") != receipt.Text("reference") || dossier.Text("status") != "Submitted"
                || files.AsArray().Count != 1 || files.AsArray()[0]!["bytes"]!.GetValue<long>() != size.Bytes)
                lost++;
        }
        var there = 0;
        foreach (var person in people)
            there += await cast.Office.Find($"/api/dossiers/{person.Dossier}") is null ? 0 : 1;
        var mails = await Mails();
        foreach (var person in people)
            person.Http.Dispose();
        return new Figures(
            receipts.Count, late, refusedAsClosed, refusedAfterGrace, there, receipts.Count - receipts.Select(one => one.Receipt.Text("reference")).Distinct().Count(), lost,
            mails, wrong, [.. uploads], [.. deposits], took);
    }

    async Task<int> Mails()
    {
        var database = new Storage.Database("Submission", Storage.Dialect.Sqlite, $"Data Source={Path.Combine(deployment.Data, "submission.db")}", TimeProvider.System);
        return await database.QuerySingleOrDefault<int>("select count(*) from Mail where Kind = 'dossier.receipt'", null, CancellationToken.None);
    }

    static void Print(string what, double[] times) => Console.WriteLine(Invariant(
        $"{what,-15} p50 {Centile(times, 0.5),7:0} ms   p95 {Centile(times, 0.95),7:0} ms   p99 {Centile(times, 0.99),7:0} ms   most {times.DefaultIfEmpty().Max(),7:0} ms"));

    static double Centile(double[] times, double share) =>
        times.Length == 0 ? double.NaN : times.Order().ElementAt(Math.Min(times.Length - 1, (int)Math.Ceiling(share * times.Length) - 1));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
