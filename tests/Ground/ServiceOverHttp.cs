using System.Net.Http.Headers;
using System.Text;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Ground;

/// <summary>One service answering over HTTP, on SQLite, for the tests of a fixture.</summary>
public sealed class ServiceOverHttp : IAsyncDisposable
{
    // A host of one service asks for a broker; beside another, which does nothing, the bus is in memory.
    static readonly LabellingService Silent = new("Silent", (_, _) => { }, _ => { }, _ => { }, typeof(ServiceOverHttp).Assembly, []);

    readonly LabellingService service;
    readonly WebApplication app;
    readonly TimeProvider clock;
    readonly string folder;

    ServiceOverHttp(LabellingService service, WebApplication app, TimeProvider clock, string folder)
    {
        this.service = service;
        this.app = app;
        this.clock = clock;
        this.folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public Database Database => Get<Databases>()[service.Name];

    /// <param name="service">The service.</param>
    /// <param name="clock">Where instants come from; null: the machine.</param>
    /// <param name="keys">A folder of keys shared with another service; null: its own.</param>
    /// <param name="printer">The browser that prints; null: none.</param>
    public static async Task<ServiceOverHttp> Start(LabellingService service, TimeProvider? clock = null, string? keys = null, string? printer = null)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-test-").FullName;
        var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder, "--Keys:Directory", keys ?? "", "--Certificates:Chromium", printer ?? ""], [service, Silent], builder =>
        {
            if (clock is not null)
                builder.Services.AddSingleton(clock);
        });
        await app.StartAsync();
        return new ServiceOverHttp(service, app, clock ?? TimeProvider.System, folder);
    }

    /// <summary>What the host or the service registered.</summary>
    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Lets the service hear events of others, in this order.</summary>
    public async Task Hear(params object[] events)
    {
        foreach (var happened in events)
            await Get<Receptions>()[service.Name].Receive(happened, CancellationToken.None);
    }

    /// <summary>A request of this person in these roles; of nobody when the person is null.</summary>
    public async Task<HttpResponseMessage> Send(
        Guid? person, IEnumerable<string> roles, HttpMethod method, string address, string? body = null, string? language = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (person is { } id)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(Get<SigningKey>(), id, roles, clock.GetUtcNow()));
        if (language is not null)
            request.Headers.AcceptLanguage.ParseAdd(language);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
