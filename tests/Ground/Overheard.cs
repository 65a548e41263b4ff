using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Labelling.Storage;
using Microsoft.Data.Sqlite;

namespace Labelling.Ground;

/// <summary>
/// What a program answers and what it asks its databases for that, with all that is made of time and chance taken out: two programs in
/// which the same happened are heard to say the same.
/// </summary>
/// <param name="http">Reaches it.</param>
/// <param name="token">Of a person in some roles.</param>
public sealed partial class Overheard(HttpClient http, Func<Guid, string[], string> token)
{
    readonly Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentDictionary<string, ConcurrentQueue<string>> statements = new();
    int requests;

    /// <summary>Hears what is asked of a database from now on.</summary>
    public void Listen(Database database) => database.Opened += Watch;

    /// <summary>Asks, in English and French by turns.</summary>
    /// <param name="method">GET, POST...</param>
    /// <param name="path">With what stands behind the question mark.</param>
    /// <param name="person">Who asks; null: nobody who is signed in.</param>
    /// <param name="roles">What they come as.</param>
    /// <param name="body">What they send; null: nothing.</param>
    /// <param name="sent">Of what kind that is.</param>
    /// <returns>What is answered and what was asked of the databases for it.</returns>
    public async Task<(string Said, string Run)> Send(string method, string path, Guid? person, string[] roles, string? body = null, string sent = "application/json")
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        request.Headers.AcceptLanguage.ParseAdd(requests++ % 2 == 0 ? "en" : "fr");
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            request.Headers.Accept.ParseAdd("application/json");
        else
        {
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.Add("HX-Request", "true");
        }
        if (person is { } id)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token(id, roles));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, sent);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var media = answer.Content.Headers.ContentType?.MediaType;
        var packed = media == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        var text = packed ? Sheets(await answer.Content.ReadAsStreamAsync())
            : media == "text/event-stream" ? await Begun(answer)
            : await answer.Content.ReadAsStringAsync();
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "traceparent") && !(packed && header.Key == "Content-Length")).OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {Cookie().Replace(string.Join(',', header.Value), "$1=…")}"));
        var run = statements.TryRemove(trace, out var asked) ? string.Join('\n', asked) : "";
        return (Plain($"{(int)answer.StatusCode}\n{headers}\n{Changing().Replace(Now().Replace(text, "$1…"), "$1…")}"), Plain(run));
    }

    /// <summary>What comes first on a stream, even if it does not end.</summary>
    static async Task<string> Begun(HttpResponseMessage answer)
    {
        var buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var read = 0;
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            while (read < buffer.Length && await stream.ReadAsync(buffer.AsMemory(read), limit.Token) is > 0 and var more)
                read += more;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Nothing more is said for now.
        }
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    /// <summary>What a workbook says: its parts refer to each other by chance, and packed they are as long as chance has it.</summary>
    static string Sheets(Stream workbook)
    {
        using var parts = new ZipArchive(workbook);
        return string.Join('\n', parts.Entries.Select(part =>
        {
            using var reader = new StreamReader(part.Open());
            return $"{part.FullName}\n{Reference().Replace(reader.ReadToEnd(), "$1…")}";
        }));
    }

    void Watch(DbConnection connection)
    {
        if (connection is not SqliteConnection { Handle: { } handle })
            return;
        var trace = Activity.Current?.TraceId.ToHexString();
        // Connections are used again: whoever opens one is who asks through it from now on.
        SQLitePCL.raw.sqlite3_trace(handle, trace is null ? null : (_, sql) => Note(trace, sql), null);
    }

    /// <summary>How a connection is opened depends on whether it was open before, and on nothing that was decided.</summary>
    void Note(string trace, string sql)
    {
        if (!sql.StartsWith("PRAGMA", StringComparison.Ordinal))
            statements.GetOrAdd(trace, _ => []).Enqueue(sql);
    }

    /// <summary>Ids are made of time and chance: each becomes its place in the order of first appearance.</summary>
    public string Plain(string text) => Ids().Replace(
        text.Replace(http.BaseAddress!.Authority, "here", StringComparison.Ordinal), match => ids.TryGetValue(match.Value, out var known) ? known : ids[match.Value] = $"#{ids.Count}");

    /// <summary>Where two texts part.</summary>
    public static (string One, string Other) Parting(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Around(one), Around(other));
        string Around(string text) => text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 160)];
    }

    /// <summary>Ids, and the digests of pages and lines of the trail that hold them.</summary>
    [GeneratedRegex(@"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|\b(?:[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{64})\b")]
    private static partial Regex Ids();

    /// <summary>The live page is told what time it is.</summary>
    [GeneratedRegex(@"(event: clock\ndata: )\d+")]
    private static partial Regex Now();

    [GeneratedRegex("( (?:r:id|Id)=\")[^\"]+")]
    private static partial Regex Reference();

    [GeneratedRegex("(labelling-[a-z]+|__Host-[a-z-]+)=[^;]+")]
    private static partial Regex Cookie();

    /// <summary>The token of a form and the number of a request are by chance, and of one length.</summary>
    [GeneratedRegex("(name=\"forgery\" value=\"|\"traceId\":\")[^\"]+")]
    private static partial Regex Changing();
}
