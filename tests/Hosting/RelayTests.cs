using System.Net.Sockets;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>From the commit in one service to the listener in the next, over both buses.</summary>
[TestFixture(false)]
[TestFixture(true)]
public class RelayTests(bool overRabbitMq)
{
    Folder folder = null!;

    [SetUp]
    public void Make() => folder = new Folder();

    [TearDown]
    public void Delete() => folder.Dispose();

    string[] Arguments => ["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. overRabbitMq ? (string[])["--Bus:RabbitMq", TestBroker.Address] : []];

    async Task<WebApplication> Start()
    {
        var app = await LabellingHost.Build(Arguments, Probe.All);
        await app.StartAsync();
        // A bus that is stopped while it is still starting goes on consuming in this process.
        using var client = new HttpClient { BaseAddress = Probe.AddressOf(app) };
        Assert.That(async () => (int)(await client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(200).After(90).Seconds.PollEvery(20).MilliSeconds);
        return app;
    }

    [Test]
    public async Task What_is_committed_is_heard_by_every_listener_of_the_catalogue_and_by_nobody_else()
    {
        await using var app = await Start();
        var dossier = Guid.CreateVersion7();
        await Probe.Withdraw(app, dossier);
        foreach (var service in new[] { EventCatalogue.PreInterview, EventCatalogue.ExpertReview, EventCatalogue.FundingOutcome })
            Assert.That(() => Probe.HeardBy(service, dossier), Has.Length.EqualTo(1).After(90).Seconds.PollEvery(20).MilliSeconds, service);
        Assert.That(Probe.HeardBy(EventCatalogue.Submission, dossier), Is.Empty);
        await app.StopAsync();
    }

    [Test]
    public async Task The_events_of_a_dossier_arrive_in_their_order()
    {
        await using var app = await Start();
        var dossiers = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(dossiers.Select(dossier => Probe.Withdraw(app, dossier, 20)));
        foreach (var dossier in dossiers)
        {
            Assert.That(() => Probe.HeardBy(EventCatalogue.PreInterview, dossier), Has.Length.EqualTo(20).After(90).Seconds.PollEvery(20).MilliSeconds);
            Assert.That(Probe.HeardBy(EventCatalogue.PreInterview, dossier).Cast<DossierWithdrawn>().Select(happened => happened.Sequence),
                Is.EqualTo(Enumerable.Range(1, 20).Select(number => (long)number)));
        }
        await app.StopAsync();
    }

    [Test]
    public async Task What_cannot_be_applied_yet_is_applied_after_a_later_event_of_its_subject_from_another_service()
    {
        await using var app = await Start();
        var dossier = Guid.CreateVersion7();
        Probe.NotYet[(typeof(DossierWithdrawn), dossier)] = true;
        await Probe.Withdraw(app, dossier);
        var waiting = app.Services.GetRequiredService<Databases>()[EventCatalogue.ExpertReview];
        Assert.That(async () => (await Waiting.All(waiting, CancellationToken.None)).Count, Is.EqualTo(1).After(90).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(Probe.HeardBy(EventCatalogue.ExpertReview, dossier), Is.Empty);

        Probe.NotYet.TryRemove((typeof(DossierWithdrawn), dossier), out _);
        var other = app.Services.GetRequiredService<Databases>()[EventCatalogue.PreInterview];
        await using (var transaction = await other.Begin(CancellationToken.None))
        {
            await Outbox.Add(transaction, new InterviewWaived(Guid.CreateVersion7(), dossier, 0, other.Clock.GetUtcNow()));
            await transaction.Commit();
        }
        Assert.That(() => Probe.HeardBy(EventCatalogue.ExpertReview, dossier).Select(happened => happened.GetType()),
            Is.EquivalentTo(new[] { typeof(InterviewWaived), typeof(DossierWithdrawn) }).After(90).Seconds.PollEvery(20).MilliSeconds);
        Assert.That(async () => (await Waiting.All(waiting, CancellationToken.None)).Count, Is.Zero.After(90).Seconds.PollEvery(20).MilliSeconds);
        await app.StopAsync();
    }

    [Test]
    public async Task The_second_delivery_of_an_event_changes_nothing()
    {
        await using var app = await Start();
        var reception = app.Services.GetRequiredService<Receptions>()[EventCatalogue.PreInterview];
        var happened = new DossierWithdrawn(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, DateTimeOffset.UnixEpoch);
        await reception.Receive(happened, CancellationToken.None);
        await reception.Receive(happened, CancellationToken.None);
        Assert.That(Probe.HeardBy(EventCatalogue.PreInterview, happened.DossierId), Has.Length.EqualTo(1));
        await app.StopAsync();
    }

    [Test]
    public async Task What_was_committed_while_nothing_ran_is_heard_after_the_start()
    {
        var dossier = Guid.CreateVersion7();
        await using (var never = await LabellingHost.Build(Arguments, Probe.All))
            await Probe.Withdraw(never, dossier);
        await using var app = await Start();
        Assert.That(() => Probe.HeardBy(EventCatalogue.FundingOutcome, dossier), Has.Length.EqualTo(1).After(90).Seconds.PollEvery(20).MilliSeconds);
        await app.StopAsync();
    }
}

public class BrokerTests
{
    [Test]
    public async Task What_is_sent_before_a_listener_ever_ran_waits_in_its_queue()
    {
        using var submission = new Folder();
        using var outcome = new Folder();
        var dossier = Guid.CreateVersion7();
        string[] broker = ["--urls", "http://127.0.0.1:0", "--Bus:RabbitMq", TestBroker.Address];
        await using (var publisher = await LabellingHost.Build([.. broker, "--data", submission.Path], [Probe.Service(EventCatalogue.Submission)]))
        {
            await publisher.StartAsync();
            await Probe.Withdraw(publisher, dossier);
            var database = publisher.Services.GetRequiredService<Databases>()[EventCatalogue.Submission];
            Assert.That(async () => (await Outbox.Unsent(database, CancellationToken.None)).Count, Is.Zero.After(90).Seconds.PollEvery(50).MilliSeconds);
            await publisher.StopAsync();
        }
        await using var listener = await LabellingHost.Build([.. broker, "--data", outcome.Path], [Probe.Service(EventCatalogue.FundingOutcome)]);
        await listener.StartAsync();
        Assert.That(() => Probe.HeardBy(EventCatalogue.FundingOutcome, dossier), Has.Length.EqualTo(1).After(90).Seconds.PollEvery(50).MilliSeconds);
        await listener.StopAsync();
    }

    /// <summary>A listener that fails at each try, of which there are nine within about thirty seconds.</summary>
    [Test]
    public async Task What_a_service_gives_up_is_listed_with_its_reason_and_stays_where_it_lies()
    {
        var broker = new Uri(await TestBroker.Empty());
        using var folder = new Folder();
        var dossier = Guid.CreateVersion7();
        Probe.Failing[dossier] = true;
        await using (var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--Bus:RabbitMq", broker.ToString(), "--data", folder.Path], Probe.All))
        {
            await app.StartAsync();
            await Probe.Withdraw(app, dossier);
            Assert.That(async () => (await Of(EventCatalogue.FundingOutcome)).Count, Is.EqualTo(1).After(90).Seconds.PollEvery(500).MilliSeconds);
            await app.StopAsync();
        }
        for (var look = 0; look < 20; look++)
        {
            var (count, first) = await Of(EventCatalogue.FundingOutcome);
            Assert.That((count, first.Count), Is.EqualTo((1, 1)), $"look {look + 1}");
            Assert.That((first[0].Kind, first[0].Because), Is.EqualTo((nameof(DossierWithdrawn), "FundingOutcome cannot take this in.")));
            Assert.That(first[0].EventId, Is.Not.Null);
            Assert.That(first[0].Since, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
        }
        Assert.That((await Of(EventCatalogue.Accounts)).Count, Is.Zero, "a service that gave up nothing");
        Assert.That(await DeadLetters.Of(new Uri("amqp://guest:guest@127.0.0.1:1/"), EventCatalogue.Accounts, CancellationToken.None), Is.Null, "no broker: nothing is known");
        await TestBroker.Empty();

        async Task<(int Count, IReadOnlyList<DeadLetter> First)> Of(string service) => await DeadLetters.Of(broker, service, CancellationToken.None) ?? throw new AssertionException("The broker does not answer.");
    }

    [Test]
    public async Task Without_a_broker_work_is_accepted_and_readiness_is_red()
    {
        using var folder = new Folder();
        await using var app = await LabellingHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path, "--Bus:RabbitMq", "amqp://guest:guest@127.0.0.1:1/"], [Probe.Service(EventCatalogue.Submission)]);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = Probe.AddressOf(app) };
        await Probe.Withdraw(app, Guid.CreateVersion7());
        Assert.That((int)(await client.GetAsync("/health/live")).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(503));
        var database = app.Services.GetRequiredService<Databases>()[EventCatalogue.Submission];
        Assert.That((await Outbox.Unsent(database, CancellationToken.None)).Count, Is.EqualTo(1));
        await app.StopAsync();
    }

    [Test]
    public async Task A_broker_that_goes_away_turns_readiness_red_and_what_was_committed_leaves_once_it_is_back()
    {
        using var folder = new Folder();
        await using var wire = new Wire(new Uri(TestBroker.Address));
        await wire.Open();
        await using var app = await LabellingHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path, "--Bus:RabbitMq", wire.Address.ToString()], Probe.All);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = Probe.AddressOf(app) };
        Assert.That(Ready, Is.EqualTo(200).After(90).Seconds.PollEvery(50).MilliSeconds);

        wire.Cut();
        Assert.That(Ready, Is.EqualTo(503).After(90).Seconds.PollEvery(50).MilliSeconds);
        var dossier = Guid.CreateVersion7();
        await Probe.Withdraw(app, dossier, 3);
        await Task.Delay(500);
        Assert.That(Probe.HeardBy(EventCatalogue.FundingOutcome, dossier), Is.Empty);

        await wire.Open();
        Assert.That(() => Probe.HeardBy(EventCatalogue.FundingOutcome, dossier).Cast<DossierWithdrawn>().Select(happened => happened.Sequence),
            Is.EqualTo(new long[] { 1, 2, 3 }).After(90).Seconds.PollEvery(50).MilliSeconds);
        Assert.That(Ready, Is.EqualTo(200).After(90).Seconds.PollEvery(50).MilliSeconds);
        await app.StopAsync();

        async Task<int> Ready() => (int)(await client.GetAsync("/health/ready")).StatusCode;
    }

    /// <summary>A wire to the broker that can be cut.</summary>
    sealed class Wire(Uri broker) : IAsyncDisposable
    {
        readonly int port = ServiceProcess.FreePort();
        readonly System.Collections.Concurrent.ConcurrentBag<TcpClient> ends = [];
        TcpListener? listener;

        public Uri Address => new UriBuilder(broker) { Host = "127.0.0.1", Port = port }.Uri;

        public Task Open()
        {
            listener = new TcpListener(System.Net.IPAddress.Loopback, port);
            listener.Start();
            _ = Accept(listener);
            return Task.CompletedTask;
        }

        public void Cut()
        {
            listener?.Stop();
            while (ends.TryTake(out var end))
                end.Close();
        }

        public ValueTask DisposeAsync()
        {
            Cut();
            return ValueTask.CompletedTask;
        }

        async Task Accept(TcpListener accepting)
        {
            try
            {
                while (true)
                {
                    var near = await accepting.AcceptTcpClientAsync();
                    var far = new TcpClient();
                    await far.ConnectAsync(broker.Host, broker.Port);
                    ends.Add(near);
                    ends.Add(far);
                    _ = Carry(near, far);
                    _ = Carry(far, near);
                }
            }
            catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
            {
                // The wire was cut.
            }
        }

        static async Task Carry(TcpClient from, TcpClient to)
        {
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // The wire was cut.
            }
            finally
            {
                from.Close();
                to.Close();
            }
        }
    }
}
