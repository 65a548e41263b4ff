using Microsoft.IdentityModel.Tokens;

namespace Labelling.Hosting;

/// <summary>What a pass opens: one version of one dossier.</summary>
/// <param name="DossierId">The dossier.</param>
/// <param name="Version">Its version.</param>
/// <param name="Files">Where its attachments are asked for, to be checked each time: a path to which the attachment's id is added.</param>
public sealed record Readable(Guid DossierId, int Version, string Files);

/// <summary>
/// Submission keeps what dossiers say; another service knows who reviews them. It checks, and gives the reader a pass, with which
/// Submission shows that version to that person. A pass lasts a minute: whoever lost the right to read has nothing in hand.
/// </summary>
public sealed class ReadingPass(SigningKey key, TimeProvider clock)
{
    const string Audience = "labelling reading";

    static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>A pass for a person who may read it now.</summary>
    public string Give(Guid personId, Readable what)
    {
        var now = clock.GetUtcNow();
        return SignIn.Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = SignIn.Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lasts).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = personId.ToString("D"),
                ["dossier"] = what.DossierId.ToString("D"),
                ["version"] = what.Version,
                ["files"] = what.Files,
            },
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>What a pass opens to this person; null when it is none, is over, or is another person's.</summary>
    public async Task<Readable?> Read(string? pass, Guid personId)
    {
        if (pass is null or { Length: > 4000 })
            return null;
        var result = await SignIn.Handler.ValidateTokenAsync(pass, SignIn.Checks(key, Audience, clock));
        return result.IsValid
            && result.Claims.TryGetValue("sub", out var subject) && Equals(subject, personId.ToString("D"))
            && result.Claims.TryGetValue("dossier", out var dossier) && Guid.TryParse(dossier as string, out var dossierId)
            && result.Claims.TryGetValue("version", out var version)
            && result.Claims.TryGetValue("files", out var files) && files is string path
            ? new(dossierId, Convert.ToInt32(version, System.Globalization.CultureInfo.InvariantCulture), path)
            : null;
    }
}
