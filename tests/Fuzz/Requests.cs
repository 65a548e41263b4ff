using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Labelling.Journey.Tests;

namespace Labelling.Fuzz.Tests;

/// <summary>Makes requests out of the description of the API, of pages and their forms, of what is there, and of chance.</summary>
/// <param name="random">Seeded: the same seed makes the same requests.</param>
/// <param name="operations">Of the API.</param>
/// <param name="pages">Addresses of pages, fragments and forms, as their route patterns, with the method.</param>
/// <param name="payloads">Right bodies.</param>
/// <param name="ids">What is there, of every kind.</param>
/// <param name="fields">Names that the forms of pages use.</param>
sealed class Requests(
    Random random, IReadOnlyList<Operation> operations, IReadOnlyList<(string Method, string Path)> pages, BadPayloads payloads,
    IReadOnlyList<string> ids, IReadOnlyList<string> fields)
{
    static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "2", "3", "true", "null", "undefined", "NaN", "1e309", "99999999999999999999", "0x10", "1.5", "1,5", "2026-02-30", "2026-03-12", "0001-01-01",
        "9999-12-31T23:59:59Z", "00000000-0000-0000-0000-000000000000", "' or 1=1 --", "\"); drop table Dossier; --", "%", "_", "[a]", "<script>alert(1)</script>", "{{7*7}}", "${7*7}",
        "../../etc/passwd", "..%2f..%2f", "\\\\host\\share", "a\u0000b", "\r\nSet-Cookie: a=b", "é\u0301", "\u202Egpj.exe", "😀", "\uFEFF", "fr", "en", "sector", "office",
        "=cmd|' /C calc'!A0", "@SUM(1)", "http://169.254.169.254/", "//evil.example", "/home", new string('x', 300), new string('é', 5000),
    ];

    static readonly string[] Junk =
    [
        "null", "true", "0", "-1", "1e400", "1.5", "99999999999999999999999999", "\"\"", "\" \"", "[]", "{}", "[null]", "[[[[[[]]]]]]", "{\"a\":{\"b\":1}}", "\"2026-02-30\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"'; drop table Person; --\"", "\"\\u0000\\r\\n\"", "\"\\ud800\"", "\"NoSuchValue\"", "[1,\"a\",null]",
    ];

    static readonly string[] Types = ["application/json", "application/json", "application/json", "text/plain", "text/csv", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "nonsense"];

    public HttpRequestMessage Safe() => random.Next(4) == 0
        ? Page(pages.Where(page => page.Method == "GET").ToList())
        : Call(operations.Where(operation => operation.Method == "GET").ToList());

    public HttpRequestMessage Any() => random.Next(8) == 0 ? Page(pages) : Call(operations);

    T One<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    string Id() => random.Next(12) switch { 0 => Guid.NewGuid().ToString(), 1 => One(Texts), 2 => One(ids).ToLowerInvariant(), _ => One(ids) };

    string Text() => random.Next(3) == 0 ? Id() : One(Texts);

    HttpRequestMessage Call(IReadOnlyList<Operation> among)
    {
        var operation = One(among);
        var method = random.Next(30) == 0 ? One(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]) : operation.Method;
        var request = Request(among.All(one => one.Method == "GET") ? "GET" : method, Address(operation.Path, operation.Parameters));
        if (request.Method.Method is "POST" or "PUT" or "PATCH" or "DELETE")
            request.Content = operation.Path.EndsWith("/attachments", StringComparison.Ordinal) && random.Next(4) != 0 ? File() : Body(operation);
        return request;
    }

    HttpRequestMessage Page(IReadOnlyList<(string Method, string Path)> among)
    {
        var (method, path) = One(among);
        var request = Request(method, Address(path, []));
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (method != "GET")
            request.Content = new FormUrlEncodedContent(Enumerable.Range(0, random.Next(8)).Select(_ => KeyValuePair.Create(fields.Count > 0 ? One(fields) : "name", Text())));
        return request;
    }

    HttpRequestMessage Request(string method, string address)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.TryAddWithoutValidation("Accept-Language", One(["fr", "en", "de", "fr-CA, en;q=0.5", "*", "xx-yy-zz", ";;;", ""]));
        request.Headers.TryAddWithoutValidation("Accept", One(["application/json", "text/html", "text/csv", "*/*", "application/problem+json", "image/png", "nonsense"]));
        if (random.Next(6) == 0)
            request.Headers.TryAddWithoutValidation(One(["If-Match", "Range", "X-Forwarded-For", "X-HTTP-Method-Override", "Cookie", "Origin", "X-Forgery", "HX-Request"]), One(Texts.Where(text => text.All(char.IsAscii) && !text.Any(char.IsControl)).ToList()));
        return request;
    }

    string Address(string pattern, IReadOnlyList<Parameter> parameters)
    {
        var path = string.Join('/', pattern.Split('/').Select(part => !part.StartsWith('{') ? part
            : part.Contains("ersion", StringComparison.Ordinal) ? One(["0", "1", "2", "-1", "x", "99999999999"])
            : part.Contains("number", StringComparison.Ordinal) ? One(["L-2026-0001", "L-0000-0000", "x"])
            : Escaped(Id() is { Length: > 0 } id ? id : "x")));
        var query = parameters.Where(parameter => parameter.In == "query" && random.Next(3) != 0).Select(parameter => (parameter.Name, Value: parameter.Name switch
        {
            "from" or "to" or "asOf" when random.Next(3) != 0 => $"{2015 + random.Next(14)}-0{1 + random.Next(9)}-15",
            "by" when random.Next(3) != 0 => One(["sector", "funding-body", "year", "call", "sector,year", "region", "programme", "collaborative"]),
            _ when parameter.Shape.Values.Count > 0 && random.Next(2) == 0 => One(parameter.Shape.Values),
            _ => Text(),
        })).ToList();
        if (pattern.StartsWith("/fragments/", StringComparison.Ordinal) || random.Next(10) == 0)
            query.Add((One(["dossier", "page", "pageSize", "sort", "lang", "format", "return", "q"]), Text()));
        return path + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(each => $"{each.Name}={Escaped(each.Value)}")));
    }

    // The server itself refuses a path with %00, before anything of ours.
    static string Escaped(string text) => Uri.EscapeDataString(text.Replace("\u0000", "", StringComparison.Ordinal));

    HttpContent Body(Operation operation)
    {
        if (operation.Body is null)
            return Content(One(["", "{}", "null", "a;b\n1;2\n", "reference,title,kind,registered_on\nA,T,project,2022-01-01\n", One(Junk)]), One(Types));
        var body = payloads.Right(operation.Body);
        if (body is JsonObject members)
            for (var change = random.Next(4); change > 0; change--)
                Mutate(members);
        var text = BadPayloads.Json(body);
        if (random.Next(12) == 0)
            text = text[..random.Next(text.Length)];
        if (random.Next(40) == 0)
            text = text.Insert(random.Next(text.Length), One(Texts));
        return Content(text, random.Next(12) == 0 ? One(Types) : "application/json");
    }

    void Mutate(JsonObject members)
    {
        if (members.Count == 0)
            return;
        var name = One(members.Select(member => member.Key).ToList());
        if (members[name] is JsonObject inner && random.Next(2) == 0)
        {
            Mutate(inner);
            return;
        }
        if (members[name] is JsonArray { Count: > 0 } list && list[0] is JsonObject first && random.Next(2) == 0)
        {
            Mutate(first);
            return;
        }
        switch (random.Next(name == "revision" ? 8 : 6))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                // Half a character can be sent and never be held as a value.
                var junk = One(Junk);
                members[name] = junk.Contains("ud800", StringComparison.Ordinal) ? null : JsonNode.Parse(junk);
                break;
            case 2:
                members[name] = Text();
                break;
            case 3:
                members[name] = Id();
                break;
            case 4:
                members[One(["noSuchField", "id", "role", "roles", "holderId", "status", "__proto__", name.ToUpperInvariant()])] = Text();
                break;
            default:
                members[name] = random.Next(1, 7);
                break;
        }
    }

    MultipartFormDataContent File()
    {
        var content = One<byte[]>(
        [
            "%PDF-1.7\n%%EOF\n"u8.ToArray(), "%PDF-1.7\n"u8.ToArray(), "PK\u0003\u0004"u8.ToArray(), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xFF, 0xD8, 0xFF, 0xE0], [],
            "<svg onload='alert(1)'/>"u8.ToArray(),
        ]).ToArray();
        if (content.Length > 0 && random.Next(3) == 0)
            content[random.Next(content.Length)] = (byte)random.Next(256);
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), random.Next(5) == 0 ? "other" : "file", "piece.pdf" } };
        if (random.Next(2) == 0)
            form.Add(new StringContent(One(["true", "false", "perhaps", ""])), "restricted");
        return form;
    }

    static ByteArrayContent Content(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    public static string Describe(HttpRequestMessage request, string body) => string.Create(CultureInfo.InvariantCulture,
        $"{request.Method} {Short(request.RequestUri!.OriginalString)} {request.Content?.Headers.ContentType} {Short(body)}");

    static string Short(string text) => text.Length <= 300 ? text : $"{text[..300]}... ({text.Length})";
}
