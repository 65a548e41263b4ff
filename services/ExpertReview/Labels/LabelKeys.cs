using System.Security.Cryptography;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Labels;

/// <summary>A key that labels were signed with, as anybody may have it.</summary>
public sealed record PublishedKey(string Id, string Pem, bool Current);

/// <summary>
/// The keys that labels are signed with, in the folder of keys: label-signing.pem signs, and is made by the process that comes first. To
/// change it, rename it to label-signing-anything.pem and start again: a new one is made, and the old one stays published for checking.
/// </summary>
public sealed class LabelKeys
{
    const string Current = "label-signing.pem", Old = "label-signing-*.pem";

    readonly ECDsa signing;
    readonly IReadOnlyDictionary<string, ECDsa> known;

    /// <exception cref="CryptographicException">One of the files there is no EC key.</exception>
    public LabelKeys(string directory)
    {
        signing = KeyFile.ReadOrMake(Path.Combine(directory, Current));
        Id = KeyFile.IdOf(signing);
        ECDsa[] old = [.. Directory.EnumerateFiles(directory, Old).Order(StringComparer.Ordinal).Select(KeyFile.Read)];
        known = old.Append(signing).DistinctBy(KeyFile.IdOf).ToDictionary(KeyFile.IdOf, StringComparer.Ordinal);
        Published = [.. known.Select(key => new PublishedKey(key.Key, $"{key.Value.ExportSubjectPublicKeyInfoPem()}\n", key.Key == Id)).OrderByDescending(key => key.Current)];
    }

    /// <summary>Of the key that signs.</summary>
    public string Id { get; }

    /// <summary>All of them, the one that signs first.</summary>
    public IReadOnlyList<PublishedKey> Published { get; }

    /// <summary>ECDSA over SHA-256, in DER, as common tools read it.</summary>
    public byte[] Sign(byte[] content) => signing.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public bool Holds(string keyId, byte[] content, byte[] signature) =>
        known.TryGetValue(keyId, out var key) && key.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
