using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, 30 s, six digits). In place of the framework's provider, which takes a code as often as
/// it comes and reads the machine's clock: here a code is good once, and time comes from outside.
/// </summary>
public sealed class AuthenticatorCodes(AccountStore accounts, TimeProvider clock) : IUserTwoFactorTokenProvider<Credentials>
{
    const int StepSeconds = 30;

    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public Task<string> GenerateAsync(string purpose, UserManager<Credentials> manager, Credentials user) => throw new InvalidOperationException("The app makes the codes.");

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Credentials> manager, Credentials user) => Task.FromResult(user.SecondFactor);

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Credentials> manager, Credentials user)
    {
        if (user.AuthenticatorKey is not { } key || Digits(token) is not { } digits)
            return false;
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
        // A step to either side: clocks differ, and typing takes time.
        for (var step = now - 1; step <= now + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(CodeAt(key, step)), System.Text.Encoding.ASCII.GetBytes(digits)))
                return await accounts.UseStep(user.Id, step, CancellationToken.None);
        return false;
    }

    /// <summary>The code of a key at a step of thirty seconds since 1970.</summary>
    public static string CodeAt(string key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // SHA-1 is what apps know; as a keyed hash it is sound.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Bytes(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>The step of an instant.</summary>
    public static long StepOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>Six digits, however they are grouped; null for anything else.</summary>
    public static string? Digits(string? code) =>
        code is not null && new string([.. code.Where(letter => !char.IsWhiteSpace(letter) && letter != '-')]) is { Length: 6 } digits && digits.All(char.IsAsciiDigit) ? digits : null;

    static byte[] Bytes(string base32)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var letter in base32)
        {
            held = (held << 5 | Alphabet.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
        }
        return [.. bytes];
    }
}
