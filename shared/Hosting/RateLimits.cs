using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting;

/// <summary>What somebody may do only so often.</summary>
public enum Limits
{
    /// <summary>Whatever there is, by one address: the backstop.</summary>
    Everybody,

    /// <summary>Try a password, a code, a token: by one address.</summary>
    SignIn,

    /// <summary>Try one account's password, code, token: from wherever.</summary>
    Account,

    /// <summary>Register, or ask for a new password: by one address.</summary>
    Register,

    /// <summary>Deposit: by one person.</summary>
    Deposit,

    /// <summary>List and search: by one person, or one address where nobody signs in.</summary>
    List,

    /// <summary>Send a file: by one person.</summary>
    Upload,

    /// <summary>Write a message: by one person.</summary>
    Message,
}

/// <summary>What an endpoint is limited as.</summary>
/// <param name="As">Besides <see cref="Limits.Everybody"/>, which counts everything.</param>
public sealed record LimitedAs(Limits As);

/// <summary>How endpoints say that they are limited.</summary>
public static class LimitedEndpoint
{
    /// <summary>May be asked only so often.</summary>
    public static TBuilder Limited<TBuilder>(this TBuilder endpoint, Limits by) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new LimitedAs(by));

    /// <summary>May be asked only so often by one address, and so often about one account, whoever asks.</summary>
    /// <param name="endpoint">Takes a request that names an account.</param>
    /// <param name="by">As what the address is counted.</param>
    /// <param name="account">The account's e-mail address, out of the request; null for none.</param>
    public static TBuilder Limited<TBuilder, TRequest>(this TBuilder endpoint, Limits by, Func<TRequest, string?> account)
        where TBuilder : IEndpointConventionBuilder where TRequest : class =>
        endpoint.Limited(by).AddEndpointFilter(async (call, next) =>
            call.Arguments.OfType<TRequest>().FirstOrDefault() is { } request && account(request) is { } named
            && call.HttpContext.RequestServices.GetRequiredService<RateLimits>().RefuseAccount(named) is { } refused
                ? refused
                : await next(call));
}

/// <summary>
/// How often something may be done. Each service counts for itself: the limits are there against floods and guessing, and need not be
/// exact across processes.
/// </summary>
public sealed class RateLimits
{
    /// <summary>How many, within how long.</summary>
    public sealed record Rate(int Count, TimeSpan Within);

    static readonly IReadOnlyDictionary<Limits, Rate> Defaults = new Dictionary<Limits, Rate>
    {
        [Limits.Everybody] = new(1200, TimeSpan.FromMinutes(1)),
        [Limits.SignIn] = new(30, TimeSpan.FromMinutes(1)),
        [Limits.Account] = new(10, TimeSpan.FromMinutes(1)),
        [Limits.Register] = new(10, TimeSpan.FromMinutes(10)),
        [Limits.Deposit] = new(20, TimeSpan.FromMinutes(1)),
        [Limits.List] = new(240, TimeSpan.FromMinutes(1)),
        [Limits.Upload] = new(60, TimeSpan.FromMinutes(1)),
        [Limits.Message] = new(20, TimeSpan.FromMinutes(1)),
    };

    readonly IReadOnlyDictionary<Limits, Rate?> rates;
    readonly PartitionedRateLimiter<string> accounts;

    RateLimits(IReadOnlyDictionary<Limits, Rate?> rates)
    {
        this.rates = rates;
        accounts = PartitionedRateLimiter.Create<string, string>(name => Partition(Limits.Account, name));
    }

    /// <summary>
    /// Reads <c>Limits:SignIn</c> and so on, each as <c>30/60</c> (so many within so many seconds) or <c>none</c>, and <c>Limits:All</c>,
    /// which can be <c>none</c> for whoever measures or tests.
    /// </summary>
    /// <exception cref="SettingsException">One of them is neither.</exception>
    public static RateLimits Read(IConfiguration configuration)
    {
        var all = configuration["Limits:All"];
        if (all is not (null or "" or "none"))
            throw new SettingsException($"Limits__All is \"{all}\"; it can be none, or absent.");
        return new RateLimits(Enum.GetValues<Limits>().ToDictionary(limit => limit, limit => Of(limit, configuration[$"Limits:{limit}"], all == "none")));
    }

    static Rate? Of(Limits limit, string? said, bool none)
    {
        if (said is null or "")
            return none ? null : Defaults[limit];
        if (said == "none")
            return null;
        return said.Split('/') is [var count, var seconds]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0
            && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var within) && within is > 0 and <= 86400
            ? new Rate(most, TimeSpan.FromSeconds(within))
            : throw new SettingsException($"Limits__{limit} is \"{said}\"; it can be none, or so many within so many seconds, as 30/60.");
    }

    internal static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var limits = Read(configuration);
        services.AddSingleton(limits);
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(limits.OfAddress),
                PartitionedRateLimiter.Create<HttpContext, string>(limits.OfEndpoint));
            limiter.OnRejected = async (rejected, _) => await Refusal(rejected.Lease).ExecuteAsync(rejected.HttpContext);
        });
    }

    /// <summary>Null as long as the account may be tried again.</summary>
    internal IResult? RefuseAccount(string named)
    {
        using var lease = accounts.AttemptAcquire(Digest(named.Trim().ToUpperInvariant()));
        return lease.IsAcquired ? null : Refusal(lease);
    }

    RateLimitPartition<string> OfAddress(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/health") ? RateLimitPartition.GetNoLimiter("") : Partition(Limits.Everybody, AddressOf(context));

    RateLimitPartition<string> OfEndpoint(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LimitedAs>() is not { As: var limit }
        ? RateLimitPartition.GetNoLimiter("")
        : limit switch
        {
            Limits.Everybody or Limits.Account => RateLimitPartition.GetNoLimiter(""),
            Limits.SignIn or Limits.Register => Partition(limit, AddressOf(context)),
            Limits.Deposit or Limits.List or Limits.Upload or Limits.Message => Partition(limit, PersonOf(context)),
        };

    RateLimitPartition<string> Partition(Limits limit, string whose) => rates[limit] is { } rate
        ? RateLimitPartition.GetFixedWindowLimiter($"{limit} {whose}", _ => new FixedWindowRateLimiterOptions { PermitLimit = rate.Count, Window = rate.Within })
        : RateLimitPartition.GetNoLimiter("");

    /// <summary>The caller's address as the proxy gives it; of IPv6 the network, since one household has all of its addresses.</summary>
    static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.Length == 16 ? bytes[..8] : bytes);
    }

    static string PersonOf(HttpContext context) => Caller.Of(context).PersonId is var person && person != Guid.Empty ? person.ToString() : AddressOf(context);

    static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static TooManyRequests Refusal(RateLimitLease lease) =>
        new(lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60);

    /// <summary>429, with when to come back.</summary>
    sealed class TooManyRequests(int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(Problems.Body(429, "too-often",
                $"Too many requests in a short time. Wait {seconds} s, then go on; nothing was changed.",
                $"Trop de requêtes en peu de temps. Attendez {seconds} s, puis continuez ; rien n'a été modifié.")).ExecuteAsync(httpContext);
        }
    }
}
