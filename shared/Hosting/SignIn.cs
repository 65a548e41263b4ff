using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Labelling.Hosting;

/// <summary>
/// The key that tokens are signed with, shared by the services as a file. The process that comes first makes it.
/// </summary>
public sealed class SigningKey
{
    /// <summary>Reads the key, or makes it.</summary>
    /// <param name="directory">Made when it is not there.</param>
    /// <exception cref="CryptographicException">The file there is no EC key.</exception>
    public SigningKey(string directory)
    {
        var key = KeyFile.ReadOrMake(Path.Combine(directory, "token-signing.pem"));
        Key = new ECDsaSecurityKey(key) { KeyId = KeyFile.IdOf(key) };
    }

    /// <summary>The key, P-256.</summary>
    public ECDsaSecurityKey Key { get; }
}

/// <summary>What a cookie or a token says of the person who holds it.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="SessionId">The sign-in, by which it can be ended; <see cref="Guid.Empty"/> for none.</param>
/// <param name="Roles">Roles held when it was given. What a service has heard since counts instead.</param>
public sealed record Ticket(Guid PersonId, Guid SessionId, IReadOnlyCollection<string> Roles)
{
    /// <summary>What to call the person.</summary>
    public string? Name { get; init; }

    /// <summary>The person's language, "fr" or "en".</summary>
    public string? Language { get; init; }

    /// <summary>Place of the newest event about the person when it was given: a service that has heard less believes the ticket.</summary>
    public long Sequence { get; init; }

    /// <summary>What a personal token may do; null for anything that is not a personal token.</summary>
    public IReadOnlyCollection<string>? Scopes { get; init; }

    /// <summary>The one dossier a personal token is for; null for all that the person may see.</summary>
    public Guid? DossierId { get; init; }

    internal Dictionary<string, object> Claims()
    {
        var claims = new Dictionary<string, object> { ["sub"] = PersonId.ToString("D"), ["role"] = Roles.ToArray() };
        if (SessionId != Guid.Empty)
            claims["sid"] = SessionId.ToString("D");
        if (Name is not null)
            claims["name"] = Name;
        if (Language is not null)
            claims["lang"] = Language;
        if (Sequence > 0)
            claims["seq"] = Sequence.ToString(CultureInfo.InvariantCulture);
        if (Scopes is not null)
            // Without a scope it would look like a sign-in that may do everything.
            claims["scope"] = Scopes.Count > 0 ? Scopes.ToArray() : throw new InvalidOperationException("A personal token has a scope at least.");
        if (DossierId is { } dossier)
            claims["dossier"] = dossier.ToString("D");
        return claims;
    }
}

/// <summary>Cookies and tokens that every service checks by itself.</summary>
public static class SignIn
{
    internal const string Issuer = "labelling", Audience = "labelling";

    /// <summary>The scheme of a browser's cookie.</summary>
    public const string Cookie = "cookie";

    /// <summary>Chooses between the two: a request with an Authorization header is judged by it, any other by its cookie.</summary>
    const string Either = "labelling";

    /// <summary>Where browsers sign in; "return" tells where they wanted to go.</summary>
    public const string Page = "/sign-in";

    /// <summary>How long a token lasts.</summary>
    public static readonly TimeSpan TokenLasts = TimeSpan.FromHours(1);

    /// <summary>How long a browser stays signed in without being used.</summary>
    public static readonly TimeSpan IdleLasts = TimeSpan.FromHours(8);

    /// <summary>How long a browser stays signed in, however much it is used.</summary>
    public static readonly TimeSpan CookieLasts = TimeSpan.FromDays(7);

    /// <summary>A cookie in use is given anew when it is older.</summary>
    static readonly TimeSpan GivenAnew = TimeSpan.FromMinutes(10);

    const string Ends = "ends";

    /// <summary>Where a page asks how long the sign-in lasts: asking is not using it.</summary>
    public const string AskEnd = "/api/session";

    /// <summary>Until when this browser stays signed in: when nothing more is asked, and however much is asked. Null: it came with no cookie of ours.</summary>
    public static (DateTimeOffset Unused, DateTimeOffset Last)? EndOf(HttpContext context)
    {
        if (context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties is not { IssuedUtc: { } issued, ExpiresUtc: { } expires } properties
            || EndOf(properties) is not { } last)
            return null;
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        // The cookie that goes with this answer may be a new one.
        var unused = Renews(context.Request, now - issued) ? now + IdleLasts : expires;
        return (unused < last ? unused : last, last);
    }

    /// <summary>A piece of a page that fetches itself again is not somebody who uses it, nor is a page that asks how long it has.</summary>
    static bool Renews(HttpRequest request, TimeSpan age) =>
        age > GivenAnew && !request.Path.StartsWithSegments("/fragments") && !(HttpMethods.IsGet(request.Method) && request.Path.Equals(AskEnd, StringComparison.OrdinalIgnoreCase));

    static DateTimeOffset? EndOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(Ends, out var ends) && DateTimeOffset.TryParse(ends, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            ? instant
            : null;

    /// <summary>A bearer token for a person.</summary>
    public static string Token(SigningKey key, Guid personId, IEnumerable<string> roles, DateTimeOffset now, Guid session = default) =>
        Token(key, new Ticket(personId, session, roles.ToArray()), now, now + TokenLasts);

    /// <summary>A bearer token.</summary>
    public static string Token(SigningKey key, Ticket ticket, DateTimeOffset now, DateTimeOffset until) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = until.UtcDateTime,
        Claims = ticket.Claims(),
        SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256),
    });

    /// <summary>Signs the browser in; the cookie goes with the answer.</summary>
    public static Task In(HttpContext context, Ticket ticket, DateTimeOffset now)
    {
        var claims = ticket.Claims().SelectMany(claim => claim.Value is string[] several
            ? several.Select(value => new Claim(claim.Key, value))
            : [new Claim(claim.Key, (string)claim.Value)]);
        return context.SignInAsync(Cookie, Principal(claims, Cookie), new AuthenticationProperties
        {
            IssuedUtc = now,
            ExpiresUtc = now + IdleLasts,
            Items = { [Ends] = (now + CookieLasts).ToString("O", CultureInfo.InvariantCulture) },
        });
    }

    /// <summary>Signs the browser out; the cookie goes away with the answer.</summary>
    public static Task Out(HttpContext context) => context.SignOutAsync(Cookie);

    internal static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    internal static TokenValidationParameters Checks(SigningKey key, string audience, TimeProvider clock) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        IssuerSigningKey = key.Key,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        NameClaimType = "sub",
        RoleClaimType = "role",
        ClockSkew = TimeSpan.Zero,
        LifetimeValidator = (from, to, _, _) => clock.GetUtcNow().UtcDateTime is var now && from <= now && now < to,
    };

    internal static void Add(IServiceCollection services, Settings settings, SigningKey key, TimeProvider clock)
    {
        services.AddSingleton(key);
        services.AddSingleton(new ActConfirmation(key, clock));
        services.AddSingleton(new ReadingPass(key, clock));
        services.TryAddSingleton<IAccess>(provider => HeardAccess.In(provider.GetRequiredService<Databases>()));
        services.AddSingleton(provider => new Standings(provider.GetRequiredService<IAccess>(), provider.GetRequiredService<Databases>(), clock));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? JwtBearerDefaults.AuthenticationScheme : Cookie)
            .AddJwtBearer(bearer =>
            {
                bearer.MapInboundClaims = false;
                bearer.TokenValidationParameters = Checks(key, Audience, clock);
                bearer.TokenHandlers.Clear();
                bearer.TokenHandlers.Add(new CheckedTokens(clock) { MapInboundClaims = false });
                bearer.Events = new JwtBearerEvents
                {
                    OnTokenValidated = async context =>
                    {
                        if (await AsItStands(context.HttpContext, context.Principal) is { } principal)
                            context.Principal = principal;
                        else
                            context.Fail("The account is disabled, or this sign-in was ended.");
                    },
                };
            })
            .AddCookie(Cookie, cookie =>
            {
                // The prefix makes browsers refuse it from anywhere but this host, over TLS.
                cookie.Cookie.Name = settings.Https ? "__Host-labelling" : "labelling";
                cookie.Cookie.SecurePolicy = settings.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax;
                cookie.Cookie.Path = "/";
                cookie.Cookie.IsEssential = true;
                cookie.ExpireTimeSpan = IdleLasts;
                cookie.SlidingExpiration = true;
                cookie.TimeProvider = clock;
                cookie.LoginPath = Page;
                cookie.ReturnUrlParameter = "return";
                cookie.Events = new CookieAuthenticationEvents
                {
                    OnCheckSlidingExpiration = context =>
                    {
                        context.ShouldRenew = Renews(context.Request, context.ElapsedTime);
                        return Task.CompletedTask;
                    },
                    OnValidatePrincipal = async context =>
                    {
                        if (!IsOver(context.Properties, clock) && await AsItStands(context.HttpContext, context.Principal) is { } principal)
                        {
                            context.ReplacePrincipal(principal);
                            return;
                        }
                        context.RejectPrincipal();
                        await Out(context.HttpContext);
                    },
                    OnRedirectToLogin = Challenge,
                    OnRedirectToAccessDenied = context =>
                    {
                        context.Response.StatusCode = StatusCodes.Status403Forbidden;
                        return Task.CompletedTask;
                    },
                    // Handlers say where to go next.
                    OnRedirectToReturnUrl = _ => Task.CompletedTask,
                };
            });
        // Whatever does not say otherwise is for people who are signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>A browser that asks for a page is shown where to sign in; a program is told that it has to.</summary>
    static Task Challenge(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.IsForReader())
        {
            context.Response.Redirect($"{Page}?return={Uri.EscapeDataString($"{request.Path}{request.QueryString}")}");
            return Task.CompletedTask;
        }
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    static bool IsOver(AuthenticationProperties properties, TimeProvider clock) =>
        EndOf(properties) is not { } end || clock.GetUtcNow() >= end;

    /// <summary>The same person with the roles held now; null for somebody who may not come in any more.</summary>
    static async Task<ClaimsPrincipal?> AsItStands(HttpContext context, ClaimsPrincipal? principal)
    {
        if (principal is null || !Guid.TryParse(principal.FindFirstValue("sub"), out var person))
            return null;
        var session = Guid.TryParse(principal.FindFirstValue("sid"), out var id) ? id : Guid.Empty;
        var standing = await context.RequestServices.GetRequiredService<Standings>().Of(person, session, context.RequestAborted);
        if (standing is null)
            return principal;
        if (!standing.MayComeIn)
            return null;
        // Given after what was heard last: somebody who has just been given a role and signs in anew has it here too.
        if (long.TryParse(principal.FindFirstValue("seq"), CultureInfo.InvariantCulture, out var sequence) && sequence > standing.Sequence)
            return principal;
        return Principal(
            principal.Claims.Where(claim => claim.Type != "role").Concat(standing.Roles.Select(role => new Claim("role", role))),
            principal.Identity?.AuthenticationType ?? Cookie);
    }

    static ClaimsPrincipal Principal(IEnumerable<Claim> claims, string type) => new(new ClaimsIdentity(claims, type, "sub", "role"));
}

/// <summary>
/// A person has just given their password, for one act that binds: Accounts gives a confirmation that lasts two minutes, the service
/// that owns the act checks it. A confirmation is good for one act: the service keeps its id and refuses it the second time.
/// </summary>
public sealed class ActConfirmation(SigningKey key, TimeProvider clock)
{
    const string Audience = "labelling act";

    static readonly TimeSpan Lasts = TimeSpan.FromMinutes(2);

    /// <summary>A confirmation for a person who has just given their password.</summary>
    public string Give(Guid personId)
    {
        var now = clock.GetUtcNow();
        return SignIn.Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = SignIn.Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lasts).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = personId.ToString("D"), ["jti"] = Guid.CreateVersion7().ToString("D") },
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>The id of a confirmation; null when it is not one, is over, or is another person's.</summary>
    public async Task<Guid?> Read(string confirmation, Guid personId)
    {
        var result = await SignIn.Handler.ValidateTokenAsync(confirmation, SignIn.Checks(key, Audience, clock));
        return result.IsValid
            && result.Claims.TryGetValue("sub", out var subject) && Equals(subject, personId.ToString("D"))
            && result.Claims.TryGetValue("jti", out var id) && Guid.TryParse(id as string, out var confirmationId)
            ? confirmationId
            : null;
    }
}
