using System.Text.RegularExpressions;

namespace Labelling.Permissions.Tests;

/// <summary>
/// What is sent to each endpoint: well formed, and such that nothing changes even where it is allowed - a revision nobody has read,
/// an id nobody bears, a day that is still to come.
/// </summary>
static partial class Requests
{
    const string Stale = "\"revision\":999999", Unknown = "0197a000-0000-7000-8000-000000000001";

    /// <summary>The thing that {id} names, by the beginning of the path.</summary>
    static readonly (string Prefix, string Thing)[] Ids =
    [
        ("/api/dossiers/", "dossier"), ("/dossiers/", "dossier"), ("/api/interviews/", "interview"), ("/api/invitations/", "invitation"),
        ("/api/sessions/", "session"), ("/sessions/", "session"), ("/review/reconsiderations/", "nothing"), ("/api/reconsiderations/", "nothing"), ("/fragments/expert-review/sessions/", "session"), ("/api/slots/", "slot"), ("/slots/", "slot"), ("/api/funding-applications/", "application"), ("/api/synthesis/", "dossier"),
        ("/interviews/", "interview"), ("/review/dossiers/", "dossier"), ("/reviews/", "invitation"), ("/programmes/", "programme"), ("/calls/", "call"),
        ("/people/invitations/", "nothing"), ("/experts/expected/", "nothing"), ("/experts/me/service/", "nothing"), ("/experts/statements/", "nothing"), ("/admissibility/", "dossier"), ("/labels/keys/", "nothing"), ("/labels/{number}/evidence/", "nothing"), ("/editions/", "nothing"), ("/api/duplicates/", "nothing"), ("/duplicates/", "nothing"), ("/people/", "person"), ("/organisations/", "organisation"), ("/account/", "nothing"), ("/api/account/", "nothing"),
        ("/api/people/", "person"), ("/api/organisations/", "organisation"), ("/api/programmes/", "programme"), ("/api/calls/", "call"),
        ("/funding/dossiers/", "dossier"), ("/funding/applications/", "application"), ("/outcomes/imports/", "nothing"), ("/quality/", "nothing"),
    ];

    /// <summary>What an endpoint is asked with, behind the question mark.</summary>
    static readonly Dictionary<string, string> Queries = new()
    {
        ["GET /api/assignments"] = "dossierId={dossier}",
        ["GET /api/conflicts"] = "dossierId={dossier}&personId={stranger}",
        ["GET /api/funding-applications"] = "dossierId={dossier}",
        ["GET /api/funding-applications/access"] = "dossierId={dossier}",
        ["GET /api/outcomes"] = "dossierId={dossier}",
        ["GET /api/decisions"] = "dossierId={dossier}",
        ["GET /api/interviews"] = "dossierId={dossier}",
        ["GET /api/invitations"] = "dossierId={dossier}",
        ["GET /api/funding-applications/trail"] = "dossierId={dossier}",
        ["GET /fragments/submission/access"] = "dossier={dossier}",
        ["GET /fragments/pre-interview/access"] = "dossier={dossier}",
        ["GET /fragments/expert-review/access"] = "dossier={dossier}",
        ["GET /fragments/funding-outcome/access"] = "dossier={dossier}",
        ["GET /fragments/submission/trail"] = "dossier={dossier}",
        ["GET /fragments/submission/messages"] = "dossier={dossier}",
        ["GET /fragments/submission/timeline"] = "dossier={dossier}",
        ["GET /fragments/submission/eligibility"] = "dossier={dossier}",
        ["GET /fragments/submission/plan"] = "dossier={dossier}",
        ["GET /fragments/pre-interview/trail"] = "dossier={dossier}",
        ["GET /fragments/pre-interview/timeline"] = "dossier={dossier}",
        ["GET /fragments/pre-interview/interview"] = "dossier={dossier}",
        ["GET /fragments/expert-review/synthesis"] = "dossier={dossier}",
        ["GET /fragments/expert-review/trail"] = "dossier={dossier}",
        ["GET /fragments/expert-review/timeline"] = "dossier={dossier}",
        ["GET /fragments/expert-review/decision"] = "dossier={dossier}",
        ["GET /fragments/funding-outcome/trail"] = "dossier={dossier}",
        ["GET /fragments/funding-outcome/timeline"] = "dossier={dossier}",
        ["GET /fragments/funding-outcome/applications"] = "dossier={dossier}",
        ["GET /api/statistics/success-rates"] = "by=sector&from=2026-01-01&to=2026-12-31",
        ["GET /api/statistics/tables/{name}"] = "from=2026-01-01&to=2026-12-31",
    };

    /// <summary>What any form of a page has a field for, with a revision nobody has read.</summary>
    const string Form = $"expertIds={Unknown}&expertId={Unknown}&slotId={Unknown}&waiver=Because.&revision=999999&reason=Because.&reasons=Because.&text=Because.&dueOn=2030-01-01&kind=Incomplete";

    static readonly Dictionary<string, string> Bodies = new()
    {
        ["PATCH /api/dossiers/{id}/fields"] = """{"changes":[{"field":"nothing","from":null,"to":"x"}]}""",
        ["PUT /api/dossiers/{id}"] = $$$"""{{{{Stale}}},"content":{}}""",
        ["POST /api/dossiers/{id}/copy"] = $$$"""{{{{Stale}}},"resubmits":false}""",
        ["POST /api/dossiers/{id}/withdraw"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/dossiers/{id}/refuse-admission"] = $$$"""{{{{Stale}}},"reasons":["Because."]}""",
        ["POST /api/dossiers/{id}/request-correction"] = $$$"""{{{{Stale}}},"reason":"Incomplete","text":"Because.","dueOn":"2030-01-01"}""",
        ["POST /api/dossiers/{id}/confirm-duplicate"] = $$$"""{{{{Stale}}},"originalReference":"2001-0001"}""",
        ["POST /api/interviews/{id}/propose"] = $$$"""{{{{Stale}}},"expertIds":["{{{Unknown}}}"]}""",
        ["POST /api/interviews/{id}/book"] = $$$"""{{{{Stale}}},"slotId":"{{{Unknown}}}"}""",
        ["POST /api/interviews/{id}/cancel-booking"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/interviews/{id}/conclude"] =
            $$$"""{{{{Stale}}},"recommendation":"Proceed","maturity":[{"criterion":"scientific-quality","maturity":3,"comment":"Sound."}],"strengths":"A","gaps":"B","advice":"C"}""",
        ["POST /api/interviews/{id}/reply"] = $$$"""{{{{Stale}}},"text":"Thank you."}""",
        ["POST /api/interviews/{id}/waive"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/invitations"] = $$$"""{"dossierId":"{dossier}","expertId":"{{{Unknown}}}"}""",
        ["POST /api/assignments/draft/dossiers/{dossierId}"] = $$$"""{{{{Stale}}},"expertId":"{{{Unknown}}}","change":"Remove"}""",
        ["POST /api/invitations/{id}/accept"] = $$$"""{{{{Stale}}},"noConflict":true}""",
        ["POST /api/invitations/{id}/decline"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/invitations/{id}/declare-conflict"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["PUT /api/invitations/{id}/review"] = $$$"""{{{{Stale}}},"scores":[]}""",
        ["POST /api/invitations/{id}/reopen"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/invitations/{id}/replace"] = $$$"""{{{{Stale}}},"expertId":"{{{Unknown}}}","reason":"Because."}""",
        ["PATCH /api/invitations/{id}/review/fields"] = """{"changes":[{"field":"nothing","from":null,"to":"x"}]}""",
        ["POST /api/invitations/{id}/cancel"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["PUT /api/sessions/{id}"] =
            $$$"""{{{{Stale}}},"title":"A","startsAt":"2030-01-01T09:00:00Z","place":"B","members":[{"personId":"{{{Unknown}}}","role":"Chair"}]}""",
        ["POST /api/sessions/{id}/minutes/corrections"] = """{"seen":999999,"text":"Because."}""",
        ["POST /api/sessions/{id}/items/{itemId}/timer"] = """{"kind":"Hearing","minutes":999}""",
        ["POST /api/reconsiderations"] = $$$"""{"dossierId":"{dossier}","itemId":"{{{Unknown}}}","reason":"Because."}""",
        ["POST /api/reconsiderations/{id}/answer"] = $$$"""{{{{Stale}}},"admit":false,"answer":"Because."}""",
        ["POST /api/sessions/{id}/cancel"] = $$$"""{{{{Stale}}},"reason":"Because."}""",
        ["POST /api/sessions/{id}/agenda"] = $$$"""{{{{Stale}}},"dossierIds":["{{{Unknown}}}"]}""",
        ["POST /api/sessions/{id}/attendance"] = $$$"""{"personId":"{{{Unknown}}}","presence":"Present"}""",
        ["POST /api/sessions/{id}/items/{itemId}/recuse"] = $$$"""{"personId":"{{{Unknown}}}","reason":"Because."}""",
        ["POST /api/sessions/{id}/items/{itemId}/elect"] = $$$"""{"personId":"{{{Unknown}}}"}""",
        ["POST /api/sessions/{id}/items/{itemId}/propose"] = $$$"""{"decision":"Adjourn","toSessionId":"{{{Unknown}}}"}""",
        ["POST /api/sessions/{id}/items/{itemId}/vote"] = """{"vote":"For"}""",
        ["POST /api/releases"] = """{"itemIds":["{itemId}"],"confirmation":"none"}""",
        ["POST /api/labels/{number}/evidence"] = """{"place":999,"text":"Because."}""",
        ["POST /api/labels/{number}/clusters"] = $$$"""{"cluster":"A","decision":"Labelled","decidedOn":"2026-01-01",{{{Stale}}},"confirmation":"none"}""",
        ["POST /api/labels/{number}/lift"] = $$$"""{"place":1,{{{Stale}}},"confirmation":"none"}""",
        ["POST /api/labels/{number}/revoke"] = $$$"""{{{{Stale}}},"reason":"Because.","confirmation":"none"}""",
        ["POST /api/funding-applications"] = """{"dossierId":"{dossier}","fundingBody":"ANR","stage":"Full","filedOn":"2030-01-01"}""",
        ["POST /api/funding-applications/{id}/result"] = $$$"""{{{{Stale}}},"result":"Refused"}""",
        // Not of their form: who may send them is asked before their form is.
        ["POST /api/dossiers"] = "{}",
        ["POST /api/slots"] = "{}",
        ["POST /api/sessions"] = "{}",
        ["POST /api/history"] = "no,history\n",
        ["PUT /api/experts/{personId}"] = "{}",
        ["POST /api/experts/import"] = "{}",
        ["POST /api/people"] = "{}",
        ["PUT /api/people/{id}"] = "{}",
        ["POST /api/organisations"] = "{}",
        ["PUT /api/organisations/{id}"] = "{}",
        ["POST /api/vocabularies/{vocabulary}/values"] = "{}",
        ["POST /api/programmes"] = "{}",
        ["POST /api/programmes/{id}/versions"] = "{}",
        ["POST /api/calls"] = "{}",
        ["PUT /api/calls/{id}"] = "{}",
        ["POST /api/tokens"] = "{}",
        ["POST /api/confirmations"] = "{}",
        ["POST /api/first-administrator"] = "{}",
    };

    /// <summary>Forms of other fields.</summary>
    static readonly Dictionary<string, string> Forms = new()
    {
        ["POST /releases"] = "item={itemId}&confirmation=none",
        ["POST /labels/{number}/evidence"] = "place=999&text=Because.",
        ["POST /labels/{number}/lift"] = "place=1&revision=999999&confirmation=none",
        ["POST /labels/{number}/clusters"] = "cluster=A&decision=Labelled&decidedOn=2026-01-01&revision=999999&confirmation=none",
        ["POST /account/confirm"] = "next=/releases&password=",
    };

    /// <summary>The request to an endpoint about this dossier; null where the phase has nothing that the path names.</summary>
    public static (string Path, string? Body, string Media)? To(Block endpoint, IReadOnlyDictionary<string, string> things)
    {
        var name = endpoint.ToString();
        var template = Queries.TryGetValue(name, out var query) ? $"{endpoint.Path}?{query}" : endpoint.Path;
        var body = endpoint.Method is "GET" or "DELETE" ? null
            : Forms.TryGetValue(name, out var fields) ? fields
            : Bodies.TryGetValue(name, out var known) ? known
            : $$$"""{{{{Stale}}}}""";
        var path = Fill(template, parameter => parameter == "id" ? Ids.First(one => endpoint.Path.StartsWith(one.Prefix, StringComparison.Ordinal)).Thing
            : parameter == "dossierId" ? "dossier" : endpoint.Method == "DELETE" && parameter == "attachmentId" ? "kept" : parameter, things);
        var text = body is null ? null : Fill(body, parameter => parameter, things);
        // A form is what a page sends.
        var form = endpoint.Method == "POST" && !endpoint.Path.StartsWith("/api/", StringComparison.Ordinal);
        return path is null || body is not null && text is null ? null
            : (path, form && Forms.ContainsKey(name) ? text : form ? name.EndsWith("/request-correction", StringComparison.Ordinal) ? Form.Replace("reason=Because.", "reason=Incomplete", StringComparison.Ordinal) : Form : text, form ? "application/x-www-form-urlencoded" : name == "POST /api/history" ? "text/csv" : "application/json");
    }

    /// <summary>What changes something whatever is sent: only whoever is signed out asks for it here.</summary>
    public static readonly IReadOnlySet<string> AlwaysChange = new HashSet<string>
    {
        "POST /account/sessions/end-others", "POST /deadlines", "POST /deadlines/remove", "POST /calendar/renew", "POST /calendar/close",
    };

    /// <summary>True when what the endpoint is asked depends on a dossier.</summary>
    public static bool IsAboutADossier(Block endpoint) => To(endpoint, new Dictionary<string, string>
    {
        ["person"] = "",
        ["organisation"] = "",
        ["programme"] = "",
        ["call"] = "",
        ["vocabulary"] = "",
        ["category"] = "",
        ["step"] = "",
        ["nothing"] = "",
        ["edition"] = "",
        ["table"] = "",
        ["name"] = "",
        ["personId"] = "",
        ["stranger"] = "",
    }) is null;

    static string? Fill(string template, Func<string, string> named, IReadOnlyDictionary<string, string> things)
    {
        var missing = false;
        var filled = Named().Replace(template, match =>
        {
            if (things.TryGetValue(named(match.Groups[1].Value), out var value))
                return value;
            missing = true;
            return "";
        });
        return missing ? null : filled;
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Named();
}
