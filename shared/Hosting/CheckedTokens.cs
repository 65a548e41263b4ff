using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Labelling.Hosting;

/// <summary>
/// Checks tokens, and remembers until they end those whose signature was right: a token never changes, and checking a signature takes
/// longer than reading a list of dossiers. Whether its person may still come in is asked at every request all the same.
/// </summary>
sealed class CheckedTokens(TimeProvider clock) : JsonWebTokenHandler
{
    /// <summary>So many tokens are remembered; then it begins anew, so that memory has a bound.</summary>
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, TokenValidationResult> good = new(StringComparer.Ordinal);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (good.TryGetValue(token, out var before))
        {
            if (clock.GetUtcNow().UtcDateTime < before.SecurityToken.ValidTo)
                return Again(before);
            good.TryRemove(token, out _);
        }
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            if (good.Count >= Most)
                good.Clear();
            good[token] = Again(result);
        }
        return result;
    }

    /// <summary>An identity can be added to: each request has one of its own.</summary>
    static TokenValidationResult Again(TokenValidationResult result) => new()
    {
        IsValid = true,
        ClaimsIdentity = result.ClaimsIdentity.Clone(),
        SecurityToken = result.SecurityToken,
        Issuer = result.Issuer,
        TokenType = result.TokenType,
    };
}
