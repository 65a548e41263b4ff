using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Labelling.Accounts.People;

/// <summary>The code of a link that is sent by mail. The database holds its digest: whoever reads a backup opens nothing with it.</summary>
public sealed record OneTimeCode(string Code, string Digest)
{
    public static OneTimeCode New()
    {
        // 256 bits: nobody guesses it, so that a plain digest does.
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        return new OneTimeCode(code, DigestOf(code));
    }

    public static string DigestOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
