using System.Collections.Concurrent;
using System.Reflection;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>Services of nothing but listeners that write down what they heard, for what Hosting does for all of them.</summary>
static class Probe
{
    /// <summary>What was heard, by service and subject, in the order in which it was.</summary>
    public static readonly ConcurrentDictionary<(string Service, Guid Subject), ConcurrentQueue<object>> Heard = [];

    /// <summary>Subjects of which a kind of event cannot be applied yet.</summary>
    public static readonly ConcurrentDictionary<(Type Event, Guid Subject), bool> NotYet = [];

    public sealed record Body(string Title, int Number, DateOnly Day, Guid? Id = null);

    public static LabellingService Service(string name) => new(
        name,
        (services, _) => services.AddKeyedSingleton("probe of " + name, name),
        listeners =>
        {
            foreach (var kind in EventCatalogue.HeardBy(name))
                typeof(Listeners).GetMethod(nameof(Listeners.On))!.MakeGenericMethod(kind.Type, ListenerOf(name).MakeGenericType(kind.Type)).Invoke(listeners, null);
        },
        app =>
        {
            app.MapPost($"/api/probe-{name}", (Body body) => TypedResults.Ok(body)).AllowAnonymous();
            app.MapGet($"/api/mine-{name}", (Caller caller) => TypedResults.Ok(caller.PersonId)).For(Roles.Office);
        },
        typeof(Probe).Assembly,
        []);

    public static readonly LabellingService[] All =
        [.. new[] { EventCatalogue.Accounts, EventCatalogue.Submission, EventCatalogue.PreInterview, EventCatalogue.ExpertReview, EventCatalogue.FundingOutcome }.Select(Service)];

    static Type ListenerOf(string service) => service switch
    {
        EventCatalogue.Submission => typeof(InSubmission<>),
        EventCatalogue.PreInterview => typeof(InPreInterview<>),
        EventCatalogue.ExpertReview => typeof(InExpertReview<>),
        EventCatalogue.FundingOutcome => typeof(InFundingOutcome<>),
        _ => typeof(InSubmission<>),
    };

    /// <summary>Subjects whose events fail in every service.</summary>
    public static readonly ConcurrentDictionary<Guid, bool> Failing = [];

    static Task<Heard> Note(string service, object happened)
    {
        var subject = EventCatalogue.Of(happened.GetType()).SubjectOf(happened);
        if (Failing.ContainsKey(subject))
            throw new InvalidOperationException($"{service} cannot take this in.");
        if (NotYet.ContainsKey((happened.GetType(), subject)))
            return Task.FromResult(Hosting.Heard.NotYet);
        Heard.GetOrAdd((service, subject), _ => []).Enqueue(happened);
        return Task.FromResult(Hosting.Heard.Applied);
    }

    public static object[] HeardBy(string service, Guid subject) => Heard.TryGetValue((service, subject), out var heard) ? heard.ToArray() : [];

    sealed class InSubmission<T> : IListener<T> where T : class
    {
        public Task<Heard> Hear(T happened, Transaction transaction) => Note(EventCatalogue.Submission, happened);
    }

    sealed class InPreInterview<T> : IListener<T> where T : class
    {
        public Task<Heard> Hear(T happened, Transaction transaction) => Note(EventCatalogue.PreInterview, happened);
    }

    sealed class InExpertReview<T> : IListener<T> where T : class
    {
        public Task<Heard> Hear(T happened, Transaction transaction) => Note(EventCatalogue.ExpertReview, happened);
    }

    sealed class InFundingOutcome<T> : IListener<T> where T : class
    {
        public Task<Heard> Hear(T happened, Transaction transaction) => Note(EventCatalogue.FundingOutcome, happened);
    }

    public static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task Withdraw(WebApplication app, Guid dossier, int times = 1)
    {
        var database = app.Services.GetRequiredService<Databases>()[EventCatalogue.Submission];
        for (var time = 0; time < times; time++)
        {
            await using var transaction = await database.Begin(CancellationToken.None);
            await Outbox.Add(transaction, new DossierWithdrawn(Guid.CreateVersion7(), dossier, 0, database.Clock.GetUtcNow()));
            await transaction.Commit();
        }
    }
}

/// <summary>A folder of one test.</summary>
sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("labelling-test-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
