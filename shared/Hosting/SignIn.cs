using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Labelling.Hosting;

/// <summary>
/// The key that tokens are signed with, shared by the services as a file. The process that comes first makes it.
/// </summary>
public sealed class SigningKey
{
    const string File = "token-signing.pem";

    /// <summary>Reads the key, or makes it.</summary>
    /// <param name="directory">Made when it is not there.</param>
    /// <exception cref="CryptographicException">The file there is no EC key.</exception>
    public SigningKey(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, File);
        if (!System.IO.File.Exists(path))
            MakeOnce(path);
        var key = ECDsa.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(path));
        Key = new ECDsaSecurityKey(key) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16] };
    }

    /// <summary>The key, P-256.</summary>
    public ECDsaSecurityKey Key { get; }

    static void MakeOnce(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(own, options))
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        try
        {
            // Moving is one act: another process sees the whole file or none, and the second to move loses.
            System.IO.File.Move(own, path, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            System.IO.File.Delete(own);
        }
    }
}

/// <summary>Tokens that every service checks by itself.</summary>
public static class SignIn
{
    internal const string Issuer = "labelling", Audience = "labelling";

    /// <summary>How long a token lasts.</summary>
    public static readonly TimeSpan TokenLasts = TimeSpan.FromHours(1);

    /// <summary>A bearer token for a person.</summary>
    public static string Token(SigningKey key, Guid personId, IEnumerable<string> roles, DateTimeOffset now) => Handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        IssuedAt = now.UtcDateTime,
        NotBefore = now.UtcDateTime,
        Expires = (now + TokenLasts).UtcDateTime,
        Claims = new Dictionary<string, object> { ["sub"] = personId.ToString("D"), ["role"] = roles.ToArray() },
        SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256),
    });

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

    internal static void Add(IServiceCollection services, SigningKey key, TimeProvider clock)
    {
        services.AddSingleton(key);
        services.AddSingleton(new ActConfirmation(key, clock));
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = Checks(key, Audience, clock);
        });
        // Whatever does not say otherwise is for people who are signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
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
