using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.Hosting;

/// <summary>What makes an address a secret: the code of a link that is sent by mail, or of a calendar's address. The database holds its digest: whoever reads a backup opens nothing with it.</summary>
/// <param name="Code">What stands in the link.</param>
/// <param name="Digest">What stands in the database.</param>
public sealed record SecretCode(string Code, string Digest)
{
    /// <summary>One that nobody had before.</summary>
    public static SecretCode New()
    {
        // 256 bits: nobody guesses it, so that a plain digest does.
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        return new SecretCode(code, DigestOf(code));
    }

    /// <summary>The digest of a code somebody came with.</summary>
    public static string DigestOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
