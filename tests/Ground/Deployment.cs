using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Labelling.Ground;

/// <summary>All services, running: in one process, or each in its own with a broker between them.</summary>
public sealed partial class Deployment : IAsyncDisposable
{
    static readonly string[] Services = ["Accounts", "Submission", "PreInterview", "ExpertReview", "FundingOutcome"];

    readonly string folder;
    readonly IReadOnlyDictionary<string, string?> environment;

    Deployment(string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<ServiceProcess> processes, HttpClient http)
    {
        this.folder = folder;
        this.environment = environment;
        Processes = processes;
        Http = http;
    }

    public IReadOnlyList<ServiceProcess> Processes { get; }

    /// <summary>Reaches every service at one address, as a proxy would.</summary>
    public HttpClient Http { get; }

    public string Data => folder;

    /// <summary>Embedded: one process, the bus in memory.</summary>
    public static Task<Deployment> Embedded() => Start(["Labelling.Embedded"], []);

    /// <summary>One process with RabbitMQ between its services, as if they were apart; mails land as files.</summary>
    public static async Task<Deployment> EmbeddedWithBroker() => await Start(["Labelling.Embedded"], new() { ["Bus__RabbitMq"] = await TestBroker.Empty() }, mails: true);

    /// <summary>Where mails land; empty where they do not.</summary>
    public IEnumerable<WrittenMail> Mails => Directory.Exists(MailFolder(folder)) ? Directory.GetFiles(MailFolder(folder), "*.eml").Select(WrittenMail.Read) : [];

    static string MailFolder(string folder) => Path.Combine(folder, "mail");

    /// <summary>Five processes, RabbitMQ between them, a database each.</summary>
    public static async Task<Deployment> Separate() =>
        await Start([.. Services.Select(service => "Labelling." + service)], new() { ["Bus__RabbitMq"] = await TestBroker.Empty() });

    static async Task<Deployment> Start(string[] assemblies, Dictionary<string, string?> environment, bool mails = false)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-test-").FullName;
        if (mails)
            environment["Mail__Pickup"] = MailFolder(folder);
        var processes = assemblies.Select(assembly => new ServiceProcess(assembly, ["--data", folder], environment, ServiceProcess.FreePort())).ToList();
        foreach (var process in processes)
            process.Start();
        await Task.WhenAll(processes.Select(process => process.Ready()));
        var proxy = await Proxy.Before(processes);
        return new Deployment(folder, environment, processes, new HttpClient(proxy) { BaseAddress = new Uri("http://labelling.test"), Timeout = TimeSpan.FromSeconds(60) });
    }

    /// <summary>The one-time code that the first start prints.</summary>
    public async Task<string> FirstAdministratorCode()
    {
        var match = Match.Empty;
        if (await Patience.Until(() => Task.FromResult((match = Code().Match(string.Concat(Processes.Select(process => process.Said)))).Success)))
            return match.Groups[1].Value;
        throw new InvalidOperationException("No address for the first administrator was printed.");
    }

    /// <summary>Runs a command of the program over the same databases.</summary>
    public async Task<(int Code, string Output, string Error)> Command(params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (IEnumerable<string>)[Path.Combine(AppContext.BaseDirectory, "Labelling.Embedded.dll"), .. arguments, "--data", folder])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var process in Processes)
            await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"first-administrator\?code=([0-9a-f]+)")]
    private static partial Regex Code();

    /// <summary>Sends each request to the process whose OpenAPI document has its path.</summary>
    sealed class Proxy(IReadOnlyList<(Regex Path, ServiceProcess Process)> routes) : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        public static async Task<Proxy> Before(IReadOnlyList<ServiceProcess> processes)
        {
            var routes = new List<(Regex, ServiceProcess)>();
            using var http = new HttpClient();
            foreach (var process in processes)
                foreach (var (path, _) in JsonNode.Parse(await http.GetStringAsync(new Uri(process.Address, "/openapi/v1.json")))!["paths"]!.AsObject())
                    routes.Add((new Regex("^" + Regex.Replace(path.TrimEnd('/'), @"\{[^}]+\}", "[^/]+") + "/?$"), process));
            return new Proxy(routes);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var uri = request.RequestUri!;
            var process = routes.FirstOrDefault(route => route.Path.IsMatch(uri.AbsolutePath)).Process
                ?? throw new InvalidOperationException($"No service answers {uri.AbsolutePath}.");
            request.RequestUri = new Uri(process.Address, uri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
