using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.PreInterview.Tests;

/// <summary>What holder, expert and office do on pages, without scripts; what is refused stands beside its field, and what was typed is kept.</summary>
public partial class InterviewPageTests
{
    readonly Guid holder = Guid.CreateVersion7(), expert = Guid.CreateVersion7(), office = Guid.CreateVersion7(), dossier = Guid.CreateVersion7();
    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    ServiceOverHttp service = null!;
    string interview = "";

    [OneTimeSetUp]
    public async Task Begin()
    {
        service = await ServiceOverHttp.Start(PreInterviewService.Service, clock);
        await service.Hear(
            Samples.ProgrammePublished(), Samples.CallPublished(Samples.Call, "i-Démo"), Samples.CallPublished(Samples.OtherCall, "RHU"),
            new VocabularyChanged(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, clock.GetUtcNow(), KnownWords.Sector, "medtech", "Medical devices", "Dispositifs médicaux"),
            Samples.Person(holder, "Hugo Holder", [Roles.Holder]), Samples.Person(expert, "Anne Expert", [Roles.Expert]),
            Samples.Submitted(dossier, 1, 1, holder), Samples.Admitted(dossier, 2, 1));
        interview = Link().Match(await Read(office, Roles.Office, "/interviews")).Value;
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    [GeneratedRegex("/interviews/[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Link();

    [GeneratedRegex("name=\"revision\" value=\"(\\d+)\"")]
    private static partial Regex Revision();

    [GeneratedRegex("name=\"slotId\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex SlotId();

    async Task<(HttpStatusCode Status, string Page, string? To)> Send(Guid person, string role, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), person, [role], clock.GetUtcNow()));
        request.Headers.Accept.ParseAdd("text/html");
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var response = await client.SendAsync(request);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), response.Headers.Location?.ToString());
    }

    async Task<string> Read(Guid person, string role, string path)
    {
        var (status, page, _) = await Send(person, role, HttpMethod.Get, path);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), page);
        return page;
    }

    async Task<string> Refused(HttpStatusCode expected, Guid person, string role, string path, params (string, string)[] fields)
    {
        var (status, page, _) = await Send(person, role, HttpMethod.Post, path, fields);
        Assert.That(status, Is.EqualTo(expected), page);
        return page;
    }

    async Task Done(Guid person, string role, string path, params (string, string)[] fields)
    {
        var (status, page, _) = await Send(person, role, HttpMethod.Post, path, fields);
        Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther), page);
    }

    static string Beside(string page, string field) => Regex.Match(page, $"id=\"{field}-error\"[^>]*>(.*?)</p>", RegexOptions.Singleline).Groups[1].Value;

    static string RevisionOf(string page) => Revision().Match(page).Groups[1].Value;

    [Test, Order(1)]
    public async Task A_time_that_cannot_be_is_refused_beside_its_field_and_kept()
    {
        foreach (var (startsAt, minutes, field, says, status) in new[]
                 {
                     ("2026-03-11T10:00", "45", "startsAt", "in the past", HttpStatusCode.UnprocessableEntity),
                     ("2026-03-20T10:00", "1", "minutes", "10 to 240", HttpStatusCode.UnprocessableEntity),
                     ("2026-03-20T10:00", "1440", "minutes", "10 to 240", HttpStatusCode.UnprocessableEntity),
                     ("2026-03-20T10:00", "", "minutes", "answer", HttpStatusCode.BadRequest),
                     ("2026-03-29T02:30", "45", "startsAt", "does not exist in Paris", HttpStatusCode.BadRequest),
                     ("2026-10-25T02:30", "45", "startsAt", "comes twice in Paris", HttpStatusCode.BadRequest),
                 })
        {
            var page = await Refused(status, expert, Roles.Expert, "/slots", ("startsAt", startsAt), ("minutes", minutes));
            Assert.That(Beside(page, field), Does.Contain(says), $"{startsAt} {minutes}");
            Assert.That(page, Does.Contain($"value=\"{startsAt}\""));
        }
        await Done(expert, Roles.Expert, "/slots", ("startsAt", "2026-03-20T10:00"), ("minutes", "45"));
        var overlapping = await Refused(HttpStatusCode.UnprocessableEntity, expert, Roles.Expert, "/slots", ("startsAt", "2026-03-20T10:30"), ("minutes", "45"));
        Assert.That(Beside(overlapping, "startsAt"), Does.Contain("overlaps a slot you already offer"));
    }

    [Test, Order(2)]
    public async Task A_weekly_pattern_says_what_it_left_out_and_what_cannot_be()
    {
        (string, string)[] Pattern(string day, string from, string to, string first, string last, string each = "30") =>
            [("weekday", day), ("from", from), ("to", to), ("each", each), ("firstDay", first), ("lastDay", last)];
        var night = await Refused(HttpStatusCode.UnprocessableEntity, expert, Roles.Expert, "/slots/weekly", Pattern("Sunday", "02:30", "03:00", "2026-03-29", "2026-03-29"));
        Assert.That(Beside(night, "from"), Does.Contain("clocks of Paris change").And.Contain("29 March 2026 02:30"));
        foreach (var (fields, field) in new[]
                 {
                     (Pattern("Monday", "11:00", "10:00", "2026-04-01", "2026-04-30"), "to"),
                     (Pattern("Monday", "10:00", "11:00", "2026-03-01", "2026-04-30"), "firstDay"),
                     (Pattern("Monday", "10:00", "11:00", "2026-04-30", "2026-04-01"), "lastDay"),
                     (Pattern("Monday", "10:00", "11:00", "2026-04-01", "2036-04-01"), "lastDay"),
                     (Pattern("Monday", "10:00", "18:00", "2026-04-01", "2027-03-01", "10"), "lastDay"),
                     (Pattern("Monday", "10:00", "11:00", "2026-04-01", "2026-04-30", "1"), "each"),
                     (Pattern("Monday", "10:00", "10:15", "2026-04-01", "2026-04-30"), "to"),
                     (Pattern("Friday", "10:00", "10:30", "2026-03-20", "2026-03-20"), "from"),
                 })
            Assert.That(Beside(await Refused(HttpStatusCode.UnprocessableEntity, expert, Roles.Expert, "/slots/weekly", fields), field), Is.Not.Empty, string.Join(", ", fields));
        var missing = await Refused(HttpStatusCode.BadRequest, expert, Roles.Expert, "/slots/weekly", ("weekday", "Someday"), ("from", "25:00"));
        foreach (var field in new[] { "weekday", "from", "to", "each", "firstDay", "lastDay" })
            Assert.That(Beside(missing, field), Is.Not.Empty, field);

        await Done(expert, Roles.Expert, "/slots/weekly", Pattern("Sunday", "02:00", "03:30", "2026-03-22", "2026-03-29"));
        Assert.That((await service.Database.Query<DateTimeOffset>("select StartsAt from Slot order by StartsAt", null, default)).Select(at => at.UtcDateTime.ToString("MM-dd HH:mm", null)),
            Is.EqualTo(new[] { "03-20 09:00", "03-22 01:00", "03-22 01:30", "03-22 02:00", "03-29 01:00" }));
    }

    [Test, Order(3)]
    public async Task The_office_proposes_the_holder_books_and_moves_and_gives_back()
    {
        var page = await Read(office, Roles.Office, $"{interview}/propose");
        Assert.That(page, Does.Contain("Anne Expert").And.Contain("checked"));
        Assert.That(page, Does.Contain("Medical devices").And.Not.Contain("medtech"), "in words, not in codes");
        Assert.That(Beside(await Refused(HttpStatusCode.BadRequest, office, Roles.Office, $"{interview}/propose", ("revision", RevisionOf(page))), "expertIds"), Does.Contain("one to five"));
        await Done(office, Roles.Office, $"{interview}/propose", ("revision", RevisionOf(page)), ("expertIds", $"{expert}"));
        Assert.That(page, Does.Contain("The first three are ticked."));
        Assert.That(await Read(office, Roles.Office, $"{interview}/propose"), Does.Contain("five at most.").And.Not.Contain("The first three are ticked."), "those proposed are");

        page = await Read(holder, Roles.Holder, interview);
        var slots = SlotId().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.That(slots, Has.Count.EqualTo(5));
        Assert.That(page, Does.Not.Contain("Times to choose from"), "each time stands there once");
        Assert.That(await Read(office, Roles.Office, interview), Does.Contain("Times to choose from"));
        Assert.That(await Refused(HttpStatusCode.UnprocessableEntity, holder, Roles.Holder, $"{interview}/book", ("revision", RevisionOf(page))), Does.Contain("Choose one of those shown"));
        await Done(holder, Roles.Holder, $"{interview}/book", ("revision", RevisionOf(page)), ("slotId", slots[0]));
        Assert.That(await Refused(HttpStatusCode.Conflict, holder, Roles.Holder, $"{interview}/book", ("revision", RevisionOf(page)), ("slotId", slots[1])), Does.Contain("Somebody changed this"));
        page = await Read(holder, Roles.Holder, interview);
        await Done(holder, Roles.Holder, $"{interview}/book", ("revision", RevisionOf(page)), ("slotId", slots[1]));
        page = await Read(holder, Roles.Holder, interview);
        page = await Refused(HttpStatusCode.BadRequest, holder, Roles.Holder, $"{interview}/cancel-booking", ("revision", RevisionOf(page)), ("reason", " "));
        Assert.That(Beside(page, "reason"), Is.Not.Empty);
        await Done(holder, Roles.Holder, $"{interview}/cancel-booking", ("revision", RevisionOf(page)), ("reason", "A strike."));
        page = await Read(holder, Roles.Holder, interview);
        await Done(holder, Roles.Holder, $"{interview}/book", ("revision", RevisionOf(page)), ("slotId", slots[0]));
    }

    [Test, Order(4)]
    public async Task The_expert_records_and_concludes_and_loses_nothing_typed()
    {
        Assert.That((await Send(expert, Roles.Expert, HttpMethod.Get, $"{interview}/conclude")).To, Is.EqualTo(interview), "not held yet");
        clock.Set("2026-03-20T10:00:00Z");
        var page = await Read(expert, Roles.Expert, interview);
        Assert.That(await Refused(HttpStatusCode.BadRequest, expert, Roles.Expert, $"{interview}/hold", ("revision", RevisionOf(page)), ("heldOn", "31/02/2026")), Does.Contain("31/02/2026"));
        await Done(expert, Roles.Expert, $"{interview}/hold", ("revision", RevisionOf(page)));

        page = await Read(expert, Roles.Expert, $"{interview}/conclude");
        (string, string)[] typed =
        [
            ("revision", RevisionOf(page)), ("maturity.scientific-quality", "3.5"), ("comment.scientific-quality", "Sound."), ("strengths", "A strong team."),
            ("gaps", ""), ("advice", ""), ("privateNote", "Between us."),
        ];
        await Refused(HttpStatusCode.Conflict, expert, Roles.Expert, $"{interview}/draft", [("revision", "1"), .. typed[1..]]);
        await Done(expert, Roles.Expert, $"{interview}/draft", typed);
        var kept = await Read(expert, Roles.Expert, $"{interview}/conclude");
        foreach (var text in new[] { "Sound.", "A strong team.", "Between us.", "Kept as a draft at 11:00" })
            Assert.That(kept, Does.Contain(text));
        Assert.That(await Read(office, Roles.Office, interview), Does.Not.Contain("A strong team.").And.Not.Contain("Between us."), "a draft is its author's alone");

        foreach (var (more, field, status) in new[]
                 {
                     (Array.Empty<(string, string)>(), "recommendation", HttpStatusCode.BadRequest),
                     ([("recommendation", "ProceedWithAdvice")], "advice", HttpStatusCode.BadRequest),
                     ([("recommendation", "Replan")], "replanTo", HttpStatusCode.BadRequest),
                     ([("recommendation", "Replan"), ("replanTo", "2026-03-01")], "replanTo", HttpStatusCode.UnprocessableEntity),
                     ([("recommendation", "Redirect")], "redirectToCallId", HttpStatusCode.BadRequest),
                     ([("recommendation", "Redirect"), ("redirectToCallId", $"{Samples.Call}")], "redirectToCallId", HttpStatusCode.UnprocessableEntity),
                     ([("recommendation", "Proceed"), ("comment.industrial-interest", "Little.")], "maturity.industrial-interest", HttpStatusCode.BadRequest),
                     ([("recommendation", "Proceed"), ("maturity.industrial-interest", "7")], "maturity.industrial-interest", HttpStatusCode.BadRequest),
                 })
        {
            page = await Refused(status, expert, Roles.Expert, $"{interview}/conclude", [.. typed, .. more]);
            Assert.That(Beside(page, field), Is.Not.Empty, string.Join(", ", more));
            foreach (var text in new[] { "Sound.", "A strong team.", "Between us." })
                Assert.That(page, Does.Contain(text));
        }

        await Done(expert, Roles.Expert, $"{interview}/conclude", [.. typed, ("recommendation", "Replan"), ("cutOff", "2026-12-10")]);
        Assert.That(await service.Database.QuerySingleOrDefault<int>("select count(*) from ConclusionDraft", null, default), Is.Zero);
    }

    [Test, Order(5)]
    public async Task The_holder_reads_and_answers_once_and_the_office_waives_the_next_round()
    {
        var page = await Read(holder, Roles.Holder, interview);
        Assert.That(page, Does.Contain("A strong team.").And.Contain("10 December 2026").And.Not.Contain("Between us."));
        Assert.That(page.IndexOf("A strong team.", StringComparison.Ordinal), Is.LessThan(page.IndexOf($"{interview}/reply", StringComparison.Ordinal)), "it is read before it is answered");
        Assert.That(page, Does.Not.Contain("<dt>Gaps</dt>").And.Not.Contain("/calendar\" download"), "nothing was said of it; the talk is over");
        await Done(holder, Roles.Holder, $"{interview}/reply", ("revision", RevisionOf(page)), ("text", "Thank you."));
        Assert.That(await Read(holder, Roles.Holder, interview), Does.Contain("Thank you.").And.Not.Contain($"{interview}/reply"));
        Assert.That(await Read(office, Roles.Office, interview), Does.Contain("Between us."));

        var next = Link().Matches(await Read(office, Roles.Office, "/interviews?status=ToSchedule")).Select(match => match.Value).Distinct().Single();
        page = await Read(office, Roles.Office, next);
        Assert.That(Beside(await Refused(HttpStatusCode.BadRequest, office, Roles.Office, $"{next}/waive", ("revision", RevisionOf(page)), ("waiver", "")), "waiver"), Is.Not.Empty);
        await Done(office, Roles.Office, $"{next}/waive", ("revision", RevisionOf(page)), ("waiver", "Seen last month."));
        Assert.That(await Read(holder, Roles.Holder, next), Does.Not.Contain("Seen last month."));
    }

    [Test, Order(6)]
    public async Task The_office_reads_how_long_it_took_and_what_came_of_it()
    {
        await service.Hear(new LabelIssued(Guid.CreateVersion7(), dossier, 1, clock.GetUtcNow(), 1, Guid.CreateVersion7(), "L-2026-0001", true, new(2028, 3, 1)));
        var page = await Read(office, Roles.Office, "/interviews/figures?from=2026-01-01&to=2026-12-31");
        Assert.That(page, Does.Contain("within 19 days").And.Contain("1 of 1").And.Contain("Come back"));
        var (_, csv, _) = await Send(office, Roles.Office, HttpMethod.Get, "/interviews/figures?from=2026-01-01&to=2026-12-31&format=csv");
        Assert.That(csv.Split("\r\n").Skip(1).First(), Does.EndWith(",1,1,1,0,0,0,0"));
        Assert.That((await Send(expert, Roles.Expert, HttpMethod.Get, "/interviews/figures")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
