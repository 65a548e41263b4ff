using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Labels;

/// <summary>What becomes of a label after its release, over HTTP: the pages where it is released, answered, lifted and revoked, and its letters.</summary>
public sealed class ReservationTests
{
    static readonly Guid Stranger = Committee.Person(99);

    TestClock clock = null!;
    ServiceOverHttp service = null!;
    SessionView session = null!;
    Guid later;

    [SetUp]
    public async Task Start()
    {
        clock = new TestClock("2026-03-12T12:00:00Z");
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        var seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        var twice = new Proposal(Decision.LabelWithReservations, null,
            [new("Name a clinician.", "Optica", new(2026, 6, 30)), new("Show the contract.", "Optica", new(2026, 7, 31))], null);
        session = await seed.Decided(service, twice, Committee.Refuse, Committee.Support);
        later = session.Items[1].Id;
        await seed.Run("update ReviewScore set CommentToHolder = 'Test it in two hospitals.'");
    }

    [TearDown]
    public async Task End() => await service.DisposeAsync();

    string Confirmation(Guid person) => service.Get<ActConfirmation>().Give(person);

    async Task<(HttpStatusCode Status, string Text, string? To)> Send(Caller? caller, string method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), address);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = service.Http.BaseAddress };
        if (caller is not null)
            request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, clock.GetUtcNow()));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.ToString());
    }

    Task<(HttpStatusCode Status, string Text, string? To)> Release(params int[] items) => Send(As(Committee.Chair), "POST", "/releases",
        string.Join('&', items.Select(item => $"item={session.Items[item].Id}").Append($"confirmation={Confirmation(Committee.Chair)}")));

    [Test]
    public async Task The_chair_chooses_what_to_release_and_releases_many_in_one_act()
    {
        var (_, page, _) = await Send(As(Committee.Chair), "GET", "/releases");
        Assert.That(System.Text.RegularExpressions.Regex.Count(page, "<input class=\"form-check-input\" type=\"checkbox\" name=\"item\""), Is.EqualTo(3));
        Assert.That(page, Does.Contain("action=\"/account/confirm\"").And.Contain("name=\"next\" value=\"/releases\"").And.Contain("Too early.").And.Contain("Name a clinician."));
        Assert.That(page, Does.Not.Contain("checked"));
        Assert.That((await Send(As(Committee.Chair), "GET", "/releases?all=yes")).Text, Does.Contain("checked"));
        var (_, ada, _) = await Send(As(Committee.Ada), "GET", "/releases");
        Assert.That(ada, Does.Contain("is released by Person 01").And.Not.Contain("checkbox"));
        Assert.That((await Send(As(Holder), "GET", "/releases")).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        Assert.That((await Send(As(Committee.Chair), "POST", "/releases", "confirmation=none")).Text, Does.Contain("Choose the decisions to release."));
        var refused = await Send(As(Committee.Chair), "POST", "/releases", $"item={session.Items[0].Id}&confirmation=none");
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(refused.Text, Does.Contain("Give your password again").And.Contain($"value=\"{session.Items[0].Id}\" checked"));

        var released = await Release(0, 1);
        Assert.That((released.Status, released.To), Is.EqualTo((HttpStatusCode.SeeOther, "/releases")));
        Assert.That((await Send(null, "GET", "/labels/L-2026-0001")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(System.Text.RegularExpressions.Regex.Count((await Send(As(Committee.Chair), "GET", "/releases")).Text, "type=\"checkbox\""), Is.EqualTo(1));
    }

    [Test]
    public async Task A_letter_gives_the_reasons_and_the_experts_advice_and_opens_once_released()
    {
        Assert.That((await Send(As(Holder), "GET", $"/decisions/{later}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Send(As(Office), "GET", $"/decisions/{later}")).Status, Is.EqualTo(HttpStatusCode.NotFound), "there is no letter before");
        await Release(1, 2);

        var (status, letter, _) = await Send(As(Holder), "GET", $"/decisions/{later}");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(letter, Does.Contain("The project committee has not labelled this dossier.").And.Contain("Too early.").And.Contain("Scientific quality")
            .And.Contain("Test it in two hospitals.").And.Contain("no later than Saturday 11 April 2026").And.Contain("Signed by Person 01, for the committee"));
        Assert.That(letter, Does.Not.Contain("Person 02</"));
        Assert.That((await Send(As(Holder), "GET", $"/decisions/{session.Items[2].Id}")).Text, Does.Contain("it is not a label"));
        Assert.That((await Send(As(Holder), "GET", "/decisions")).Text, Does.Contain($"/decisions/{later}"));
        foreach (var caller in new[] { As(Committee.Ada), As(Stranger, Roles.Holder), As(Committee.Person(802), Roles.Expert) })
        {
            Assert.That((await Send(caller, "GET", $"/decisions/{later}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await Send(caller, "GET", "/decisions")).Text, Does.Not.Contain(later.ToString()));
        }
    }

    [Test]
    public async Task A_reservation_is_answered_by_the_holder_lifted_by_the_chair_and_certified_again()
    {
        await Release(0);
        const string Pages = "/labels/L-2026-0001";
        var dossier = Committee.Dossier(1);
        async Task<HttpStatusCode> Answer(Caller caller, string fields) => (await Send(caller, "POST", $"{Pages}/evidence", fields)).Status;
        Assert.That(await Answer(As(Holder), $"place=1&text=Dr+Roux+joined+us.&address=/dossiers/{dossier}/attachments/7"), Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(await Answer(As(Holder), "place=1&text="), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Answer(As(Holder), "place=1&text=x&address=https://evil.example/"), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Answer(As(Holder), "place=3&text=x"), Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await Answer(As(Office), "place=1&text=x"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await Answer(As(Stranger, Roles.Holder), "place=1&text=x"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Send(As(Committee.Chair), "GET", $"{Pages}/reservations")).Text, Does.Contain("Dr Roux joined us.").And.Contain($"/dossiers/{dossier}/attachments/7").And.Contain("Lift this reservation"));
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/reservations")).Text, Does.Not.Contain("Lift this reservation"));

        async Task<(HttpStatusCode, string?)> Lift(Guid person, int place, int revision, string confirmation)
        {
            var (status, text, _) = await Send(As(person), "POST", "/api/labels/L-2026-0001/lift", $$"""{"place":{{place}},"revision":{{revision}},"confirmation":"{{confirmation}}"}""");
            return (status, JsonNode.Parse(text)?["code"]?.GetValue<string>());
        }
        Assert.That(await Lift(Committee.ViceChair, 1, 1, Confirmation(Committee.ViceChair)), Is.EqualTo((HttpStatusCode.Forbidden, "label.not-yours")));
        Assert.That(await Lift(Committee.Chair, 1, 1, "none"), Is.EqualTo((HttpStatusCode.Forbidden, "release.not-confirmed")));
        Assert.That(await Lift(Committee.Chair, 1, 2, Confirmation(Committee.Chair)), Is.EqualTo((HttpStatusCode.Conflict, "stale")));
        clock.Advance(TimeSpan.FromDays(30));
        var used = Confirmation(Committee.Chair);
        var lifted = await Send(As(Committee.Chair), "POST", $"{Pages}/lift", $"place=1&revision=1&confirmation={used}");
        Assert.That((lifted.Status, lifted.To), Is.EqualTo((HttpStatusCode.SeeOther, $"{Pages}/reservations")));
        Assert.That(await Lift(Committee.Chair, 2, 2, used), Is.EqualTo((HttpStatusCode.Forbidden, "release.not-confirmed")), "good for one act");
        Assert.That(await Lift(Committee.Chair, 1, 2, Confirmation(Committee.Chair)), Is.EqualTo((HttpStatusCode.Conflict, "reservation.not-open")));
        Assert.That((await Send(null, "GET", Pages)).Text, Does.Contain("One reservation is not lifted yet").And.Contain("Version 2, of 11 April 2026; the versions before no longer count"));
        Assert.That((await Lift(Committee.Chair, 2, 2, Confirmation(Committee.Chair))).Item1, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Send(null, "GET", Pages)).Text, Does.Contain("This label is in force until").And.Contain("Version 3"));

        var before = (await Send(As(Holder), "GET", $"{Pages}/certificate?version=1")).Text;
        Assert.That(before, Does.Contain("This is version 1 and no longer counts: version 3 of 11 April 2026 has replaced it."));
        var now = (await Send(As(Holder), "GET", $"{Pages}/certificate")).Text;
        Assert.That(now, Does.Not.Contain("no longer counts").And.Contain("lifted on 11 April 2026"));
        var label = (await service.Get<LabelStore>().Find("L-2026-0001", default))!;
        var all = await service.Get<LabelStore>().Certificates(label.Id, default);
        Assert.That(all.Select(one => (one.Version, one.Says.Reservations.Count(reservation => reservation.LiftedOn is not null))), Is.EqualTo(new[] { (3, 2), (2, 1), (1, 0) }));
        Assert.That(all.Select(one => service.Get<LabelKeys>().Holds(one.KeyId, one.Bytes, one.Signature)), Is.All.True);
        var events = await service.Database.Query<string>("select Payload from Outbox where Kind = 'ReservationLifted' order by Position", null, default);
        Assert.That(events.Select(payload => Storage.Json.Read<ReservationLifted>(payload)).Select(happened => (happened.Left, happened.CertificateVersion)), Is.EqualTo(new[] { (1, 2), (0, 3) }));
        Assert.That(await Answer(As(Holder), "place=1&text=x"), Is.EqualTo(HttpStatusCode.Conflict), "there is nothing left to answer");
    }

    [Test]
    public async Task The_certificate_names_the_other_clusters_that_labelled_and_no_other()
    {
        await Release(0);
        const string Pages = "/labels/L-2026-0001";
        async Task<(HttpStatusCode, string?)> Record(Guid person, string cluster, string decision, string day, int revision)
        {
            var (status, text, _) = await Send(As(person), "POST", "/api/labels/L-2026-0001/clusters",
                $$"""{"cluster":"{{cluster}}","decision":"{{decision}}","decidedOn":"{{day}}","revision":{{revision}},"confirmation":"{{Confirmation(person)}}"}""");
            return (status, JsonNode.Parse(text)?["code"]?.GetValue<string>());
        }
        Assert.That(await Record(Committee.ViceChair, "Minalogic", "Labelled", "2026-03-10", 1), Is.EqualTo((HttpStatusCode.Forbidden, "label.not-yours")));
        Assert.That(await Record(Committee.Chair, "Minalogic", "Labelled", "2026-03-13", 1), Is.EqualTo((HttpStatusCode.BadRequest, "invalid")), "a day to come");
        Assert.That(await Record(Committee.Chair, "Minalogic", "Labelled", "0026-03-10", 1), Is.EqualTo((HttpStatusCode.BadRequest, "invalid")), "a year of two figures");
        var form = $"cluster=Minalogic&decision=Labelled&decidedOn=2026-03-10&revision=1&confirmation={Confirmation(Committee.Chair)}";
        Assert.That((await Send(As(Committee.Chair), "POST", $"{Pages}/clusters", form)).To, Is.EqualTo($"{Pages}/clusters"));
        Assert.That(await Record(Committee.Chair, "MINALOGIC", "Refused", "2026-03-10", 2), Is.EqualTo((HttpStatusCode.Conflict, "label.cluster-known")));
        Assert.That(await Record(Committee.Chair, "Alsace BioValley", "Refused", "2026-03-11", 1), Is.EqualTo((HttpStatusCode.Conflict, "stale")));
        Assert.That(await Record(Committee.Chair, "Alsace BioValley", "Refused", "2026-03-11", 2), Is.EqualTo((HttpStatusCode.OK, (string?)null)));
        Assert.That(await Record(Committee.Chair, "Eurobiomed", "Labelled", "2026-03-09", 3), Is.EqualTo((HttpStatusCode.OK, (string?)null)));

        var label = (await service.Get<LabelStore>().Find("L-2026-0001", default))!;
        var all = await service.Get<LabelStore>().Certificates(label.Id, default);
        Assert.That(all.Select(one => string.Join(", ", one.Says.CoLabelledBy.Select(cluster => cluster.Name))), Is.EqualTo(new[] { "Eurobiomed, Minalogic", "Minalogic", "" }));
        var told = (await service.Database.Query<string>("select Payload from Outbox where Kind = 'DossierCoLabelled' order by Position", null, default))
            .Select(payload => Storage.Json.Read<DossierCoLabelled>(payload)).ToList();
        Assert.That(told.Select(happened => string.Join(", ", happened.Clusters)), Is.EqualTo(new[] { "Minalogic", "Eurobiomed, Minalogic" }), "who refused is never told");
        Assert.That(told.Select(happened => (happened.DossierId, happened.LabelId, happened.Number)), Is.All.EqualTo((label.DossierId, label.Id, "L-2026-0001")));
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/certificate")).Text, Does.Contain("Eurobiomed, on 9 March 2026, Minalogic, on 10 March 2026").And.Not.Contain("BioValley"));
        Assert.That((await Send(null, "GET", Pages)).Text, Does.Not.Contain("BioValley"));
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/clusters")).Text, Does.Contain("Alsace BioValley").And.Not.Contain("name=\"password\""));
        Assert.That((await Send(As(Committee.Ada), "GET", $"{Pages}/clusters")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await Send(As(Committee.Chair), "POST", $"{Pages}/lift", $"place=1&revision=4&confirmation={Confirmation(Committee.Chair)}");
        Assert.That((await service.Get<LabelStore>().Certificates(label.Id, default))[0].Says.CoLabelledBy, Has.Count.EqualTo(2), "a later version names them too");
    }

    [Test]
    public async Task A_reservation_waits_for_the_holder_only_while_the_label_is_in_force()
    {
        await Release(0);
        async Task<string> Waits() => (await Send(As(Holder), "GET", "/fragments/expert-review/waits")).Text;
        Assert.That(await Waits(), Does.Contain("/labels/L-2026-0001/reservations"));
        clock.Set("2028-03-12T12:00:00Z");
        Assert.That(await Waits(), Does.Contain("/labels/L-2026-0001/reservations"), "its last day");
        clock.Set("2028-03-13T12:00:00Z");
        Assert.That(await Waits(), Does.Not.Contain("/labels/L-2026-0001"), "expired");
        clock.Set("2026-03-13T12:00:00Z");
        await Send(As(Committee.Chair), "POST", "/labels/L-2026-0001/revoke", $"revision=1&reason=A+forged+letter.&confirmation={Confirmation(Committee.Chair)}");
        Assert.That(await Waits(), Does.Not.Contain("/labels/L-2026-0001"), "revoked");
    }

    [Test]
    public async Task A_request_for_another_look_waits_for_the_office()
    {
        await Release(1);
        Assert.That((await Send(As(Office), "GET", "/fragments/expert-review/waits")).Text, Does.Not.Contain("/review/reconsiderations"));
        Assert.That((await Send(As(Holder), "POST", "/api/reconsiderations", $$"""{"dossierId":"{{session.Items[1].DossierId}}","itemId":"{{later}}","reason":"New results."}""")).Status, Is.EqualTo(HttpStatusCode.OK));
        var waits = await Send(As(Office), "GET", "/fragments/expert-review/waits");
        Assert.That((waits.Status, waits.Text.Contains("href=\"/review/reconsiderations\"", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true)), waits.Text);
    }

    static byte[] Pdf => [.. "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"u8];

    /// <summary>An answer to the first reservation, as the page of it sends it.</summary>
    async Task<(HttpStatusCode Status, string Text)> AnswerWith(byte[]? file, string name = "avis.pdf")
    {
        using var form = new MultipartFormDataContent { { new StringContent("1"), "place" }, { new StringContent("The opinion is there."), "text" } };
        if (file is not null)
            form.Add(new ByteArrayContent(file), "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/labels/L-2026-0001/evidence") { Content = form };
        request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), Holder, As(Holder).Roles, clock.GetUtcNow()));
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The page as the chair sees it, and the address of its one file.</summary>
    async Task<(string Page, string File)> Shown()
    {
        var page = (await Send(As(Committee.Chair), "GET", "/labels/L-2026-0001/reservations")).Text;
        return (page, System.Text.RegularExpressions.Regex.Match(page, "/labels/L-2026-0001/evidence/[0-9a-f-]{36}").Value);
    }

    async Task<IReadOnlyList<Evidence>> Kept() =>
        await service.Get<LabelStore>().EvidenceOf((await service.Get<LabelStore>().Find("L-2026-0001", default))!.Id, default);

    sealed class Says(ScanState state) : IScanner
    {
        public bool Scans => true;

        public Task<Scanned> Scan(Stream content, CancellationToken stop) => Task.FromResult(new Scanned(state, state is ScanState.Infected ? "Worm" : null));
    }

    EvidenceSweep SweepWith(IScanner scanner) => new(service.Get<EvidenceFileStore>(), service.Get<EvidenceFolder>(), scanner,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<EvidenceSweep>.Instance);

    [Test]
    public async Task A_file_comes_with_an_answer_and_is_given_to_whoever_reads_the_decision_and_to_nobody_else()
    {
        await Release(0);
        Assert.That((await AnswerWith(null)).Status, Is.EqualTo(HttpStatusCode.SeeOther), "without a file");
        Assert.That((await AnswerWith(Pdf)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        var (page, file) = await Shown();
        Assert.That(page, Does.Contain(">avis.pdf</a>").And.Contain("1 kB, not scanned for viruses"));
        foreach (var reader in new[] { As(Holder), As(CoHolder), As(Committee.Chair), As(Committee.ViceChair), As(Office) })
            Assert.That((await Send(reader, "GET", file)).Text, Does.StartWith("%PDF-1.7"));
        foreach (var nobody in new[] { As(Committee.Ada), As(Stranger, Roles.Holder), As(Stranger, Roles.Expert), As(Stranger, Roles.Administrator) })
            Assert.That((await Send(nobody, "GET", file)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Send(null, "GET", file)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await service.Get<EvidenceFileStore>().OfLabel(Guid.NewGuid(), default), Is.Empty, "of no other label");

        using var request = new HttpRequestMessage(HttpMethod.Get, file);
        request.Headers.Authorization = new("Bearer", SignIn.Token(service.Get<SigningKey>(), Holder, As(Holder).Roles, clock.GetUtcNow()));
        using var sent = await service.Http.SendAsync(request);
        Assert.That(sent.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"), "to be saved, never shown");
        Assert.That(sent.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/pdf"));
        Assert.That(sent.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));

        var own = await ExpertReview.Experts.ExportPerson.Data.Of(service.Database, Holder, themselves: true, default);
        Assert.That(System.Text.Json.JsonSerializer.Serialize(own), Does.Contain("avis.pdf"));
    }

    [Test]
    public async Task Files_pass_the_checks_of_every_upload_and_a_refusal_stands_beside_its_field_with_what_was_typed()
    {
        await Release(0);
        async Task Refused(byte[] file, string name, int status, string said)
        {
            var (answered, page) = await AnswerWith(file, name);
            Assert.That((int)answered, Is.EqualTo(status), said);
            Assert.That(System.Text.RegularExpressions.Regex.Match(page, "id=\"file-error\"[^>]*>(?<said>.*?)</p>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups["said"].Value,
                Does.Contain(said));
            Assert.That(page, Does.Contain("The opinion is there."));
        }
        await Refused([.. "MZ, a program"u8], "avis.pdf", 422, "This is not a PDF");
        await Refused(Pdf, "avis \u202e.pdf", 422, "reading direction");
        await Refused([], "avis.pdf", 422, "The file is empty");
        await Refused([.. Pdf, .. new byte[Upload.Largest]], "avis.pdf", 413, "larger than 20 MB");
        var (tooLarge, told) = await AnswerWith([.. Pdf, .. new byte[Upload.LargestRequest]]);
        Assert.That(((int)tooLarge, told.Contains("A file may have 20 MB at most", StringComparison.Ordinal)), Is.EqualTo((413, true)), "more than is read as a form");
        Assert.That(await Kept(), Is.Empty, "nothing of it is kept");
        Assert.That(Directory.EnumerateFiles(service.Get<Settings>().Uploads, "*", SearchOption.AllDirectories), Is.Empty);

        for (var files = 0; files < EvidenceFile.Most; files++)
            Assert.That((await AnswerWith(Pdf)).Status, Is.EqualTo(HttpStatusCode.SeeOther));
        await Refused(Pdf, "avis.pdf", 409, "10 files came for this reservation");
        Assert.That((await AnswerWith(null)).Status, Is.EqualTo(HttpStatusCode.SeeOther), "in words there is always more to say");
    }

    [Test]
    public async Task The_sweep_leaves_what_is_referred_to_and_asks_the_scanner_about_what_none_has_looked_at()
    {
        await Release(0);
        await AnswerWith(Pdf);
        var (_, file) = await Shown();
        var late = TimeProvider.System.GetUtcNow().AddHours(2);
        await SweepWith(new NoScanner()).Run(late, default);
        await new AttachmentFiles(service.Get<Settings>().Uploads).Sweep(_ => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>()), late);
        Assert.That((await Send(As(Holder), "GET", file)).Status, Is.EqualTo(HttpStatusCode.OK), "nor does the sweep of the attachments of dossiers, one folder up");
        await SweepWith(new Says(ScanState.Infected)).Run(late, default);
        var answer = await Send(As(Holder), "GET", file);
        Assert.That((answer.Status, answer.Text.Contains("attachment.infected", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Conflict, true)));
        var (page, link) = await Shown();
        Assert.That((page.Contains("avis.pdf", StringComparison.Ordinal), page.Contains("a virus was found", StringComparison.Ordinal), link), Is.EqualTo((true, true, "")));

        await AnswerWith([.. Pdf, .. "\n"u8], "autre.pdf");
        await SweepWith(new Says(ScanState.Clean)).Run(late, default);
        (page, link) = await Shown();
        Assert.That(page, Does.Contain(">autre.pdf</a>").And.Not.Contain("not scanned"));
        Assert.That((await Send(As(Holder), "GET", link)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_label_is_revoked_with_a_reason_which_the_public_does_not_read()
    {
        await Release(0);
        const string Pages = "/labels/L-2026-0001";
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/revoke")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Send(As(Committee.Ada), "GET", $"{Pages}/revoke")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Send(As(Committee.Chair), "GET", $"{Pages}/revoke")).Text, Does.Contain("Why is it revoked?"));
        var empty = await Send(As(Committee.Chair), "POST", $"{Pages}/revoke", $"revision=1&reason=&confirmation={Confirmation(Committee.Chair)}");
        Assert.That(empty.Status, Is.EqualTo(HttpStatusCode.BadRequest));

        var done = await Send(As(Committee.Chair), "POST", $"{Pages}/revoke", $"revision=1&reason=A+forged+letter.&confirmation={Confirmation(Committee.Chair)}");

        Assert.That((done.Status, done.To), Is.EqualTo((HttpStatusCode.SeeOther, Pages)));
        var check = (await Send(null, "GET", Pages)).Text;
        Assert.That(check, Does.Contain("Revoked").And.Not.Contain("forged"));
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/revoke")).Text, Does.Contain("A forged letter."));
        Assert.That((await Send(As(Holder), "GET", $"{Pages}/certificate")).Text, Does.Contain("The committee revoked this label on 12 March 2026"));
        Assert.That((await Send(As(Holder), "POST", $"{Pages}/evidence", "place=1&text=x")).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Send(null, "GET", "/labels")).Text, Does.Not.Contain("L-2026-0001"));
    }
}
