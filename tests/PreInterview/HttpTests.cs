using System.Net;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Ground;

namespace Labelling.PreInterview.Tests;

/// <summary>The addresses over HTTP: what goes in and out as JSON, who is let in, and that bad input is an answer.</summary>
public class HttpTests
{
    readonly Guid holder = Guid.CreateVersion7(), expert = Guid.CreateVersion7(), office = Guid.CreateVersion7(), dossier = Guid.CreateVersion7();
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Begin()
    {
        service = await ServiceOverHttp.Start(PreInterviewService.Service);
        await service.Hear(
            Samples.ProgrammePublished(), Samples.CallPublished(Samples.OtherCall, "RHU"), Samples.Person(expert, "Anne Expert", [Roles.Expert]),
            Samples.Submitted(dossier, 1, 1, holder), Samples.Admitted(dossier, 2, 1));
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    async Task<(HttpStatusCode Status, JsonElement Body)> Send(HttpMethod method, string path, object? body, Guid? person, params string[] roles)
    {
        using var response = await service.Send(person, roles, method, path, body as string ?? (body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));
        var answered = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, answered.StartsWith('{') ? JsonDocument.Parse(answered).RootElement : default);
    }

    static string? Code((HttpStatusCode Status, JsonElement Body) answer) => $"{(int)answer.Status} {answer.Body.GetProperty("code").GetString()}";

    [Test, Order(1)]
    public async Task Bad_input_is_an_answer_and_changes_nothing()
    {
        var id = (await Send(HttpMethod.Get, $"/api/interviews?dossierId={dossier}", null, office, Roles.Office)).Body.GetProperty("items")[0].GetProperty("id").GetString();
        foreach (var (path, body, expected) in new[]
                 {
                     ($"/api/interviews/{id}/propose", "{", "400 unreadable"),
                     ($"/api/interviews/{id}/propose", "{}", "400 unreadable"),
                     ($"/api/interviews/{id}/propose", """{"revision":1,"expertIds":null}""", "400 unreadable"),
                     ($"/api/interviews/{id}/propose", """{"revision":1,"expertIds":[null]}""", "400 unreadable"),
                     ($"/api/interviews/{id}/propose", """{"revision":1,"expertIds":[]}""", "400 invalid"),
                     ($"/api/interviews/{id}/propose", """{"revision":1,"expertIds":[],"more":1}""", "400 unreadable"),
                     ($"/api/interviews/{id}/propose", """{"revision":"1","expertIds":[]}""", "400 unreadable"),
                     ($"/api/interviews/{id}/waive", """{"revision":1,"reason":""}""", "400 invalid"),
                     ($"/api/interviews/{id}/waive", $$"""{"revision":1,"reason":"{{new string('a', 1 << 20)}}"}""", "413 too-large"),
                     ($"/api/interviews/{id}/waive", $$"""{"revision":1,"reason":"{{new string('a', 3000)}}"}""", "400 invalid"),
                     ($"/api/interviews/{id}/waive", """{"revision":7,"reason":"x"}""", "409 stale"),
                     ($"/api/interviews/{Guid.CreateVersion7()}/waive", """{"revision":1,"reason":"x"}""", "404 not-found"),
                     ($"/api/interviews/{id}/hold", """{"revision":1,"heldOn":"0001-01-01"}""", "400 invalid"),
                     ($"/api/interviews/{id}/hold", """{"revision":1,"heldOn":"9999-12-31"}""", "400 invalid"),
                     ($"/api/interviews/{id}/hold", """{"revision":1,"heldOn":"yesterday"}""", "400 unreadable"),
                     ($"/api/interviews/{id}/conclude", """{"revision":1,"recommendation":3,"maturity":[],"strengths":"","gaps":"","advice":""}""", "400 unreadable"),
                     ($"/api/interviews/{id}/conclude", """{"revision":1,"recommendation":"Proceed","maturity":[null],"strengths":"","gaps":"","advice":""}""", "400 invalid"),
                     ($"/api/interviews/{id}/conclude", """{"revision":1,"recommendation":"Proceed","maturity":[{"criterion":"a","maturity":1e300,"comment":""}],"strengths":"","gaps":"","advice":""}""", "400 unreadable"),
                     ("/api/slots", """{"slots":[null]}""", "400 invalid"),
                     ("/api/slots", """{"slots":[{"startsAt":"0001-01-01T00:00:00Z","endsAt":"9999-12-31T23:59:59Z"}]}""", "400 invalid"),
                 })
            Assert.That(Code(await Send(HttpMethod.Post, path, body, office, Roles.Office, Roles.Expert)), Is.EqualTo(expected), body[..Math.Min(body.Length, 200)]);

        foreach (var path in new[] { "/api/interviews?page=0", "/api/interviews?pageSize=1000", "/api/interviews?status=Lost", "/api/interviews?dossierId=7", "/api/slots?page=99999999999" })
            Assert.That((await Send(HttpMethod.Get, path, null, office, Roles.Office)).Status, Is.EqualTo(HttpStatusCode.BadRequest), path);
        var view = (await Send(HttpMethod.Get, $"/api/interviews/{id}", null, office, Roles.Office)).Body;
        Assert.That((view.GetProperty("revision").GetInt64(), view.GetProperty("status").GetString()), Is.EqualTo((1L, "ToSchedule")));
    }

    [Test, Order(2)]
    public async Task Nobody_gets_in_without_a_token_or_the_role()
    {
        Assert.That((await Send(HttpMethod.Get, "/api/interviews", null, null)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await Send(HttpMethod.Get, "/api/slots", null, null)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(Code(await Send(HttpMethod.Get, "/api/slots", null, holder, Roles.Holder)), Is.EqualTo("403 not-your-role"));
        Assert.That(Code(await Send(HttpMethod.Post, "/api/slots", new { slots = Array.Empty<object>() }, office, Roles.Office)), Is.EqualTo("403 not-your-role"));
        Assert.That(Code(await Send(HttpMethod.Post, $"/api/interviews/{Guid.CreateVersion7()}/waive", new { revision = 1, reason = "x" }, holder, Roles.Holder, Roles.Expert)), Is.EqualTo("403 not-your-role"));
    }

    [Test, Order(3)]
    public async Task The_journeys_part_is_played_with_these_names()
    {
        var now = TimeProvider.System.GetUtcNow();
        var offered = await Send(HttpMethod.Post, "/api/slots", new { slots = new[] { new { startsAt = now, endsAt = now.AddMinutes(30) } } }, expert, Roles.Expert);
        Assert.That(offered.Status, Is.EqualTo(HttpStatusCode.Created));
        var slot = offered.Body.GetProperty("slots")[0];
        Assert.That(Names(slot), Is.EqualTo("id,expertId,expertName,startsAt,endsAt,free,interviewId"));

        var list = (await Send(HttpMethod.Get, $"/api/interviews?dossierId={dossier}&status=ToSchedule&page=1&pageSize=10", null, office, Roles.Office)).Body;
        Assert.That(Names(list), Is.EqualTo("items,page,pageSize,total"));
        var view = list.GetProperty("items")[0];
        Assert.That(Names(view), Is.EqualTo(
            "id,dossierId,dossierReference,dossierTitle,dossierAcronym,dossierSummary,round,status,revision,version,required,correctionPending,reviewBegun," +
            "expertId,expertName,startsAt,endsAt,heldOn,noShows,replanTo,proposedExperts,conclusion,waiverReason,consortium,slots,criteria"));
        var address = $"/api/interviews/{view.GetProperty("id").GetString()}";

        view = await Act("propose", new { revision = Revision(view), expertIds = new[] { expert } }, office, Roles.Office);
        Assert.That(view.GetProperty("proposedExperts")[0].GetProperty("name").GetString(), Is.EqualTo("Anne Expert"));
        Assert.That(view.GetProperty("criteria").EnumerateArray().Select(criterion => criterion.GetProperty("code").GetString()), Is.EqualTo(new[] { "industrial-interest", "scientific-quality" }));
        view = (await Send(HttpMethod.Get, address, null, holder, Roles.Holder)).Body;
        Assert.That(view.GetProperty("slots")[0].GetProperty("id").GetString(), Is.EqualTo(slot.GetProperty("id").GetString()));
        view = await Act("book", new { revision = Revision(view), slotId = slot.GetProperty("id").GetString() }, holder, Roles.Holder);
        Assert.That(view.GetProperty("expertId").GetGuid(), Is.EqualTo(expert));
        view = await Act("hold", new { revision = Revision(view) }, expert, Roles.Expert);
        view = await Act("conclude", new
        {
            revision = Revision(view),
            recommendation = "Proceed",
            maturity = new[] { new { criterion = "scientific-quality", maturity = 3.5, comment = "Sound." } },
            strengths = "A strong team.",
            gaps = "",
            advice = "",
            privateNote = "Between us.",
        }, expert, Roles.Expert);
        Assert.That(Names(view.GetProperty("conclusion")), Is.EqualTo(
            "recommendation,maturity,strengths,gaps,advice,privateNote,replanTo,redirectToCallId,redirectToCall,concludedAt,reply,repliedAt"));
        Assert.That(view.GetProperty("conclusion").GetProperty("maturity")[0].GetRawText(), Is.EqualTo("""{"criterion":"scientific-quality","maturity":3.5,"comment":"Sound."}"""));
        view = await Act("reply", new { revision = Revision(view), text = "Thank you." }, holder, Roles.Holder);
        Assert.That((view.GetProperty("status").GetString(), view.GetProperty("conclusion").GetProperty("privateNote").ValueKind), Is.EqualTo(("Concluded", JsonValueKind.Null)));

        async Task<JsonElement> Act(string act, object body, Guid person, string role)
        {
            var answer = await Send(HttpMethod.Post, $"{address}/{act}", body, person, role);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), $"{act}: {answer.Body}");
            return answer.Body;
        }

        static long Revision(JsonElement view) => view.GetProperty("revision").GetInt64();
    }

    [Test, Order(4)]
    public async Task The_calendar_is_text_in_the_readers_language()
    {
        var id = (await Send(HttpMethod.Get, "/api/interviews", null, holder, Roles.Holder)).Body.GetProperty("items")[0].GetProperty("id").GetString();
        using var response = await service.Send(holder, [Roles.Holder], HttpMethod.Get, $"/api/interviews/{id}/calendar", language: "fr");

        var text = await response.Content.ReadAsStringAsync();

        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/calendar; charset=utf-8"));
        Assert.That(text, Does.StartWith("BEGIN:VCALENDAR\r\n").And.EndsWith("END:VCALENDAR\r\n").And.Contain("SUMMARY:Pré-entretien 2026-0042"));
    }

    static string Names(JsonElement element) => string.Join(',', element.EnumerateObject().Select(property => property.Name));
}
