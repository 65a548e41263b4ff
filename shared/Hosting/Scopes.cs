using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Hosting;

/// <summary>
/// What personal tokens may do, for every service: one table, by the group of a route and whether it only reads. A route that is in no line
/// is closed to them. A token never does more than its owner may: the role is asked as well.
/// </summary>
public static class Scopes
{
    /// <summary>Group (tag of the route): the scope that reads, the scope that writes; null where no personal token may.</summary>
    static readonly FrozenDictionary<string, (string? Reads, string? Writes)> ByTag = new Dictionary<string, (string?, string?)>
    {
        ["Dossiers"] = ("dossiers:read", "dossiers:write"),
        ["Programmes"] = ("dossiers:read", null),
        ["Calls"] = ("dossiers:read", null),
        ["Vocabularies"] = ("dossiers:read", null),
        ["Slots"] = ("interviews:read", "interviews:write"),
        ["Interviews"] = ("interviews:read", "interviews:write"),
        ["Experts"] = ("reviews:read", "reviews:write"),
        ["Reviews"] = ("reviews:read", "reviews:write"),
        ["Assignment"] = ("reviews:read", "reviews:write"),
        ["Sessions"] = ("sessions:read", null),
        ["Decisions"] = ("sessions:read", null),
        ["Labels"] = ("sessions:read", null),
        ["Success rates"] = ("statistics:read", null),
        ["History"] = ("statistics:read", null),
        ["Funding applications"] = ("dossiers:read", "dossiers:write"),
        ["People"] = ("accounts:read", null),
        ["Organisations"] = ("accounts:read", null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every scope a token can have.</summary>
    public static readonly IReadOnlyList<string> All =
        [.. ByTag.Values.SelectMany(line => new[] { line.Reads, line.Writes }).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    static readonly Refusal
        Closed = new("scope", "This personal token may not do that.", "Ce jeton personnel ne le permet pas."),
        OneDossier = new("scope.dossier",
            "This personal token is for one dossier: ask for that dossier, not for a list.",
            "Ce jeton personnel vaut pour un seul dossier : demandez ce dossier, pas une liste.");

    /// <summary>The scope a route asks of a personal token; null: it is closed to them.</summary>
    /// <param name="tags">The groups of the route.</param>
    /// <param name="method">GET, POST...</param>
    public static string? Of(IEnumerable<string> tags, string method) =>
        tags.Select(tag => ByTag.TryGetValue(tag, out var line) ? HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? line.Reads : line.Writes : null).FirstOrDefault();

    internal static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        var caller = Caller.Of(context);
        if (caller.MayBind || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next();
            return;
        }
        var asked = Of(endpoint.Metadata.GetOrderedMetadata<ITagsMetadata>().SelectMany(tags => tags.Tags), context.Request.Method);
        IResult? refused =
            asked is null || !caller.Scopes.Contains(asked) ? Problems.Forbidden(Closed)
            : caller.OnlyDossier is not { } only ? null
            : DossierOf(context, endpoint) is not { } dossier ? Problems.Forbidden(OneDossier)
            : dossier != only ? Problems.NotFound()
            : null;
        await (refused?.ExecuteAsync(context) ?? next());
    });

    /// <summary>The dossier a route names: its "dossierId", or the id of a route of dossiers.</summary>
    static Guid? DossierOf(HttpContext context, Endpoint endpoint)
    {
        var named = context.GetRouteValue("dossierId")
            ?? (endpoint is RouteEndpoint { RoutePattern.RawText: { } path } && path.StartsWith("/api/dossiers/{id", StringComparison.Ordinal) ? context.GetRouteValue("id") : null);
        return Guid.TryParse(named?.ToString(), out var id) ? id : null;
    }
}
