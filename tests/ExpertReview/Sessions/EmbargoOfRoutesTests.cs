using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>
/// Two services in which everything is the same but what the committee decided: labelled in one, refused in the other. Every route there
/// is, asked by everybody who may not know: the same status, the same headers, the same bytes, the same statements run, in the same order.
/// The routes are the route table's, so that a new page is compared without a line here.
/// </summary>
public sealed partial class EmbargoOfRoutesTests
{
    static readonly Guid Recused = Committee.Claire, Away = Committee.Blaise, OfThis = Committee.Person(801), OfAnother = Committee.Person(802), Administrator = Committee.Person(60);

    static readonly (string Name, Guid? Person, string[] Roles)[] Outsiders =
    [
        ("a recused member", Recused, [Roles.Member]),
        ("a recused member, of the office too", Recused, [Roles.Member, Roles.Office]),
        ("a member who was away", Away, [Roles.Member]),
        ("an expert of the dossier", OfThis, [Roles.Expert]),
        ("an expert of another dossier", OfAnother, [Roles.Expert]),
        ("the holder", CommitteeWorld.Holder, [Roles.Holder]),
        ("the holder, of the office too", CommitteeWorld.Holder, [Roles.Holder, Roles.Office]),
        ("an administrator", Administrator, [Roles.Administrator]),
        ("anybody", null, []),
    ];

    readonly string keys = Directory.CreateTempSubdirectory("labelling-keys-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(keys, recursive: true);

    /// <summary>One of the two services, its ids by the order of their appearance, and what each request asked of the database.</summary>
    sealed partial class Play(ServiceOverHttp service, TestClock clock) : IAsyncDisposable
    {
        readonly Overheard overheard = new(service.Http, (person, roles) => SignIn.Token(service.Get<SigningKey>(), person, roles, clock.GetUtcNow()));

        public ServiceOverHttp Service => service;
        public SessionView Session { get; private set; } = null!;
        public Guid Invitation { get; private set; }

        MeetingStore Meetings => service.Get<MeetingStore>();
        DetectRecusals Conflicts => service.Get<DetectRecusals>();
        SessionReader Reader => service.Get<SessionReader>();
        static Caller Office => CommitteeWorld.As(CommitteeWorld.Office);
        static Caller Chair => CommitteeWorld.As(Committee.Chair);

        public static async Task<Play> Start(string keys)
        {
            var clock = new TestClock("2026-03-12T12:00:00Z");
            var play = new Play(await ServiceOverHttp.Start(ExpertReviewService.Service, clock, keys), clock);
            var seed = new CommitteeSeed(happened => play.Service.Hear(happened), play.Service.Database, clock);
            await seed.People();
            await seed.Register(Administrator, Roles.Administrator);
            await seed.Dossier(1, challenged: [Recused]);
            clock.Advance(TimeSpan.FromSeconds(1));
            await seed.Dossier(2);
            play.overheard.Listen(play.Service.Database);
            return play;
        }

        /// <summary>Chair, vice-chair and Ada are there, Blaise is away, Claire is recused on the first dossier.</summary>
        public async Task Meet(Proposal decision)
        {
            var planned = Answer.Of(await PlanSession.Handle(
                new("March", clock.GetUtcNow().AddDays(7), "Lyon", Committee.Seats), Meetings, service.Get<PersonStore>(), Reader, service.Get<SessionMails>(), Office, clock, default)).As<SessionView>();
            var agenda = Answer.Of(await PublishAgenda.Handle(
                planned.Id, new(planned.Revision, [Committee.Dossier(1), Committee.Dossier(2)]), Meetings, Conflicts, Reader, service.Get<SessionMails>(), Office, clock, default)).As<SessionView>();
            Session = Answer.Of(await OpenSession.Handle(planned.Id, new(agenda.Revision), Meetings, Reader, Office, clock, default)).As<SessionView>();
            foreach (var person in new[] { Committee.Chair, Committee.ViceChair, Committee.Ada, Recused })
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await RecordAttendance.Handle(Session.Id, new(person, Presence.Present), Meetings, Reader, Office, clock, default);
            }
            var item = Session.Items[0].Id;
            clock.Advance(TimeSpan.FromMinutes(10));
            await OpenItem.Handle(Session.Id, item, Meetings, Conflicts, Reader, Chair, clock, default);
            await ProposeDecision.Handle(Session.Id, item, new(decision.Decision, decision.Reasons, decision.Reservations, decision.ToSessionId), Meetings, Chair, clock, default);
            await CastVote.Handle(Session.Id, item, new(Choice.For), Meetings, Chair, clock, default);
            Answer.Of(await CloseBallot.Handle(Session.Id, item, Meetings, Chair, clock, default)).As<BallotView>();
            Invitation = await service.Database.QuerySingleOrDefault<Guid?>("select Id from Invitation where DossierId = @Id", new { Id = Committee.Dossier(1) }, default) ?? Guid.Empty;
            foreach (var id in new[] { Session.Id, item, Session.Items[1].Id, Invitation })
                Plain(id.ToString());
        }

        public async Task Close()
        {
            var revision = Answer.Of(await ReadSession.Handle(Session.Id, Reader, Office, default)).As<SessionView>().Revision;
            var closed = Answer.Of(await CloseSession.Handle(Session.Id, new(revision), Meetings, Reader, Office, clock, default)).As<SessionView>();
            await FinaliseMinutes.Handle(Session.Id, new(closed.Revision), Meetings, Office, default);
        }

        public async Task Release() => Answer.Of(await ReleaseDecisions.Handle(
            new([Session.Items[0].Id], service.Get<ActConfirmation>().Give(Committee.Chair)), Meetings, Reader, service.Get<ActConfirmation>(), service.Get<LabelKeys>(), service.Get<DecisionMails>(), Chair, clock, default))
            .As<ReleasedList>();

        /// <summary>Every way to ask what the route table holds about the first dossier, its session and what hangs on them.</summary>
        public IEnumerable<(string Method, string Path)> Asked(bool reading) =>
            from route in service.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let method = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.FirstOrDefault() ?? "GET"
            where method == "GET" == reading
            let path = Parameter().Replace("/" + route.RoutePattern.RawText!.Trim('/'), match => ValueOf(match.Groups["name"].Value, route.RoutePattern.RawText[..match.Index]))
            orderby method, route.RoutePattern.RawText
            select (method, path);

        string ValueOf(string name, string before) => name switch
        {
            "itemId" => $"{Session.Items[0].Id}",
            "number" => "L-2026-0001",
            "documentName" => "v1",
            "personId" => $"{Recused}",
            "dossierId" => $"{Committee.Dossier(1)}",
            "sessionId" => $"{Session.Id}",
            "id" when before.Contains("session", StringComparison.OrdinalIgnoreCase) => $"{Session.Id}",
            "id" when before.Contains("invitation", StringComparison.OrdinalIgnoreCase) || before.Contains("my-review", StringComparison.OrdinalIgnoreCase) => $"{Invitation}",
            "id" when before.Contains("expert", StringComparison.OrdinalIgnoreCase) || before.Contains("people", StringComparison.OrdinalIgnoreCase) => $"{OfThis}",
            "id" when before.Contains("keys", StringComparison.OrdinalIgnoreCase) => "0000000000000000",
            "id" => $"{Committee.Dossier(1)}",
            _ => "1",
        };

        [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}")]
        private static partial Regex Parameter();

        public Task<(string Said, string Run)> Send(string method, string path, Guid? person, string[] roles)
        {
            if (method == "GET")
                return overheard.Send(method, $"{path}?dossier={Committee.Dossier(1)}&dossierId={Committee.Dossier(1)}&personId={Recused}&session={Session.Id}&query=Imaging&seconds=0", person, roles);
            var api = path.StartsWith("/api/", StringComparison.Ordinal);
            return overheard.Send(method, path, person, roles, api ? Body() : Form(), api ? "application/json" : "application/x-www-form-urlencoded");
        }

        string Body() =>
            $$"""
            {"revision":1,"personId":"{{Recused}}","presence":"Present","reason":"Because.","reasons":"Because.","text":"Because.","vote":"For","decision":"Refuse",
            "title":"March","startsAt":"2026-04-01T09:00:00Z","place":"Lyon","members":[],"dossierIds":["{{Committee.Dossier(1)}}"],"dossierId":"{{Committee.Dossier(1)}}",
            "expertId":"{{OfThis}}","itemIds":["{{Session.Items[0].Id}}"],"confirmation":"none","noConflict":true,"scores":[]}
            """;

        string Form() =>
            $"revision=1&personId={Recused}&reason=Because.&reasons=Because.&text=Because.&place=1&vote=For&decision=Refuse&item={Session.Items[0].Id}&itemId={Session.Items[0].Id}"
            + $"&dossierId={Committee.Dossier(1)}&confirmation=none&presence=Present";

        /// <summary>Mails written, events sent, numbers given out and lines of the trail that outsiders could be shown, as they stand in the tables.</summary>
        public async Task<string> Kept()
        {
            var mails = await service.Database.Query<string>("select concat(Kind, ' ', coalesce(Subject, ''), ' ', coalesce(TextBody, '')) from Mail order by Position", null, default);
            var events = await service.Database.Query<string>("select concat(Kind, ' ', Payload) from Outbox order by Position", null, default);
            var numbers = await service.Database.Query<string>("select concat(Year, ' ', LastSerial) from LabelYear union all select Number from Label union all select concat('certificate ', Version) from Certificate", null, default);
            return Plain(string.Join('\n', [.. mails, "--", .. events, "--", .. numbers]));
        }

        string Plain(string text) => overheard.Plain(text);

        public async ValueTask DisposeAsync() => await service.DisposeAsync();
    }

    [Test]
    public async Task Whoever_may_not_know_is_answered_the_same_whatever_was_decided()
    {
        await using var labelled = await Play.Start(keys);
        await using var refused = await Play.Start(keys);
        await labelled.Meet(Committee.Label);
        await refused.Meet(Committee.Refuse);
        var asked = 0;
        var differing = new List<string>();

        await Compare(reading: true);
        await Compare(reading: false);
        await labelled.Close();
        await refused.Close();
        await Compare(reading: true);

        TestContext.Out.WriteLine($"{asked} requests to {labelled.Asked(reading: true).Count() + labelled.Asked(reading: false).Count()} routes, of each service");
        Assert.That(string.Join("\n\n", differing.Take(5)), Is.Empty, $"{differing.Count} of {asked}");
        Assert.That(await labelled.Kept(), Is.EqualTo(await refused.Kept()), "mails, events and numbers");
        Assert.That(asked, Is.GreaterThan(1000));

        // That the comparison sees something: once released, it does.
        await labelled.Release();
        await refused.Release();
        Assert.That(await labelled.Send("GET", "/api/decisions", CommitteeWorld.Holder, [Roles.Holder]), Is.Not.EqualTo(await refused.Send("GET", "/api/decisions", CommitteeWorld.Holder, [Roles.Holder])));
        Assert.That(await labelled.Send("GET", "/labels/L-2026-0001", null, []), Is.Not.EqualTo(await refused.Send("GET", "/labels/L-2026-0001", null, [])));
        Assert.That((await labelled.Send("GET", "/labels", null, [])).Run, Does.Contain("from Label"), "statements are seen");

        async Task Compare(bool reading)
        {
            foreach (var (one, other) in labelled.Asked(reading).Zip(refused.Asked(reading)))
                foreach (var (name, person, roles) in Outsiders)
                {
                    // The description of the API is one text for everybody.
                    if (one.Path.StartsWith("/openapi", StringComparison.Ordinal) && person is not null)
                        continue;
                    asked++;
                    var (there, here) = (await labelled.Send(one.Method, one.Path, person, roles), await refused.Send(other.Method, other.Path, person, roles));
                    if (there.Said != here.Said)
                        differing.Add($"{one.Method} {one.Path}, {name}: {First(there.Said, here.Said)}");
                    else if (there.Run != here.Run)
                        differing.Add($"{one.Method} {one.Path}, {name}, in what is asked of the database: {First(there.Run, here.Run)}");
                }
        }
    }

    static string First(string one, string other) => Overheard.Parting(one, other) is var (there, here) ? $"labelled «{there}», refused «{here}»" : "";
}
