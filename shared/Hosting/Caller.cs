using System.Security.Claims;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Labelling.Hosting;

/// <summary>Who makes a request.</summary>
/// <param name="PersonId">The person; <see cref="Guid.Empty"/> for anybody who is not signed in.</param>
/// <param name="Roles">Roles held, as in <see cref="Contracts.Roles"/>.</param>
/// <param name="Address">Where the request comes from.</param>
public sealed record Caller(Guid PersonId, IReadOnlySet<string> Roles, string Address)
{
    /// <summary>The sign-in they come with; <see cref="Guid.Empty"/> without one.</summary>
    public Guid SessionId { get; init; }

    /// <summary>What to call them; null for anybody who is not signed in.</summary>
    public string? Name { get; init; }

    /// <summary>Their language, "fr" or "en"; null when it is not known.</summary>
    public string? Language { get; init; }

    /// <summary>What their personal token may do; empty when they come with anything else.</summary>
    public IReadOnlySet<string> Scopes { get; init; } = new HashSet<string>();

    /// <summary>The one dossier their personal token is for.</summary>
    public Guid? OnlyDossier { get; init; }

    /// <summary>False for a personal token: acts that bind take a person.</summary>
    public bool MayBind => Scopes.Count == 0;

    /// <summary>True when the person holds the role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>True when the person holds one of the roles.</summary>
    public bool IsAny(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
            if (Roles.Contains(role))
                return true;
        return false;
    }

    /// <summary>The person acting in one of their roles, for the audit trail.</summary>
    public Actor Actor(string role) => new(PersonId == Guid.Empty ? null : PersonId, role, Address);

    /// <summary>How an endpoint's parameter is filled.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));

    /// <summary>Who makes this request.</summary>
    public static Caller Of(HttpContext context) => new(
        Guid.TryParse(context.User.FindFirstValue("sub"), out var person) ? person : Guid.Empty,
        context.User.FindAll("role").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
        context.Connection.RemoteIpAddress?.ToString() ?? "local")
    {
        SessionId = Guid.TryParse(context.User.FindFirstValue("sid"), out var session) ? session : Guid.Empty,
        Name = context.User.FindFirstValue("name"),
        Language = context.User.FindFirstValue("lang"),
        Scopes = context.User.FindAll("scope").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
        OnlyDossier = Guid.TryParse(context.User.FindFirstValue("dossier"), out var dossier) ? dossier : null,
    };
}

/// <summary>Who an endpoint is for. Without any of these it is for anybody signed in.</summary>
public static class EndpointAudience
{
    /// <summary>For people who hold one of these roles.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, params string[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizeAttribute { Roles = string.Join(',', roles) });

    /// <summary>For anybody signed in.</summary>
    public static TBuilder ForAnyone<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization();
}
