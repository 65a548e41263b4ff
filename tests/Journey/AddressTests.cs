using System.Text.RegularExpressions;
using Labelling.Embedded;
using Labelling.Ground;
using Labelling.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Journey.Tests;

/// <summary>deploy/nginx.conf and docker-compose.yml against what the services really answer.</summary>
public class AddressTests
{
    static readonly string Nginx = File.ReadAllText(Repository.Folder("deploy/nginx.conf"));
    static readonly string Compose = File.ReadAllText(Repository.Folder("docker-compose.yml"));

    /// <summary>PreInterview is pre-interview in compose and at the one address.</summary>
    static string NameOf(LabellingService service) => Regex.Replace(service.Name, "(?<=.)[A-Z]", "-$0").ToLowerInvariant();

    static IEnumerable<TestCaseData> Services => CommandLine.Services.Select(service => new TestCaseData(service).SetArgDisplayNames(service.Name));

    sealed record Location(string Modifier, string Pattern, string Body)
    {
        /// <summary>The service that gets the request, through the variable that names it.</summary>
        public string? Target => Regex.Match(Body, @"proxy_pass http://\$(\w+);") is { Success: true } pass
            ? Regex.Match(Nginx, $@"set \${pass.Groups[1].Value} ([a-z-]+):8080;").Groups[1].Value
            : null;
    }

    static readonly Location[] Locations = [.. Regex.Matches(Nginx, @"^ *location (?:(\S+) )?([^\s@{]\S*) \{$(.*?)^        \}$", RegexOptions.Multiline | RegexOptions.Singleline)
        .Select(match => new Location(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value))];

    /// <summary>As nginx chooses: the exact one, else the first expression that matches, else the longest beginning.</summary>
    static Location Of(string path)
    {
        bool Matches(Location location, RegexOptions options) => Regex.IsMatch(path, location.Pattern, options | RegexOptions.CultureInvariant);
        return Locations.FirstOrDefault(location => location.Modifier == "=" && location.Pattern == path)
            ?? Locations.FirstOrDefault(location => location.Modifier switch
            {
                "~" => Matches(location, RegexOptions.None),
                "~*" => Matches(location, RegexOptions.IgnoreCase),
                "=" or "" => false,
                var other => throw new NotSupportedException($"This test does not know \"location {other}\"."),
            })
            ?? Locations.Where(location => location.Modifier == "" && path.StartsWith(location.Pattern, StringComparison.Ordinal)).MaxBy(location => location.Pattern.Length)!;
    }

    /// <summary>
    /// Every path that a service answers when it runs alone. More than its OpenAPI document, which leaves the pages out: those need the
    /// right location as well.
    /// </summary>
    static async Task<IReadOnlySet<string>> PathsOf(LabellingService service)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-test-");
        try
        {
            await using var app = await LabellingHost.Build(["--data", folder.FullName, "--Bus:RabbitMq", "amqp://127.0.0.1:1/"], [service]);
            return ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Select(endpoint => "/" + Regex.Replace(endpoint.RoutePattern.RawText!, @"\{[^}]*\}", "1").Trim('/'))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the host answers for every service; at the one address these go by the service's name.</summary>
    static bool IsTheHosts(string path) => path is "/health/live" or "/health/ready" || path.StartsWith("/openapi/", StringComparison.Ordinal);

    [TestCaseSource(nameof(Services))]
    public async Task Every_path_comes_to_the_service_that_answers_it(LabellingService service)
    {
        var own = (await PathsOf(service)).Where(path => !IsTheHosts(path)).ToList();
        Assert.That(own, Has.Count.GreaterThan(5), "the routes of the service were not found");
        var astray = own.Where(path => Of(path).Target != NameOf(service)).Select(path => $"{path} comes to {Of(path).Target}").ToList();
        Assert.That(astray, Is.Empty, $"deploy/nginx.conf needs a location for {service.Name}");
    }

    [TestCaseSource(nameof(Services))]
    public async Task No_path_is_answered_by_two_services(LabellingService service)
    {
        var own = (await PathsOf(service)).Where(path => !IsTheHosts(path));
        foreach (var other in CommandLine.Services.Where(other => other != service))
            Assert.That(own.Intersect(await PathsOf(other), StringComparer.OrdinalIgnoreCase), Is.Empty, $"{service.Name} and {other.Name}");
    }

    [TestCaseSource(nameof(Services))]
    public void A_service_has_its_document_and_its_health_at_the_one_address(LabellingService service)
    {
        var name = NameOf(service);
        Assert.That(Of($"/openapi/{name}.json").Target, Is.EqualTo(name));
        Assert.That(Of($"/openapi/{name}.json").Body, Does.Contain("rewrite ^ /openapi/v1.json break;"));
        Assert.That(Of($"/health/{name}/live").Target, Is.EqualTo(name));
        Assert.That(Of($"/health/{name}/ready").Target, Is.EqualTo(name));
        Assert.That(Regex.Match(Compose, "OpenApi__Documents: (.*)").Groups[1].Value.Split(','), Does.Contain(name));
    }

    [TestCaseSource(nameof(Services))]
    public void A_service_is_built_and_given_its_own_connection_string(LabellingService service)
    {
        var block = Regex.Match(Compose[Compose.IndexOf("\nservices:\n", StringComparison.Ordinal)..], $@"^  {NameOf(service)}:\n((?:    .*\n)+)", RegexOptions.Multiline).Groups[1].Value;
        Assert.That(block, Does.Contain($"        SERVICE: {service.Name}\n"));
        Assert.That(Regex.Matches(block, @"^      - ConnectionStrings__(\w+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value), Is.EqualTo(new[] { service.Name }));
        Assert.That(File.Exists(Repository.Folder("services", service.Name, service.Name + ".csproj")));
    }

    [Test]
    public void A_history_file_may_be_as_large_here_as_the_service_takes_it() =>
        Assert.That(Of("/api/history").Body, Does.Contain($"client_max_body_size {FundingOutcome.History.ImportHistory.LargestFile >> 20}m;"));
}
