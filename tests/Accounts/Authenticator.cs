using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Labelling.Accounts.Tests;

/// <summary>A passkey made of software: answers the questions of a page as a browser and its authenticator would (WebAuthn level 3, ES256).</summary>
sealed class Authenticator(string origin) : IDisposable
{
    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);
    byte[] userHandle = [];

    /// <summary>What the browser says where it is; another one is a page that imitates ours.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>False: nobody touched a finger to it or typed its code.</summary>
    public bool Verifies { get; set; } = true;

    public JsonNode Create(JsonNode options)
    {
        userHandle = Bytes(options["user"]!["id"]!.GetValue<string>());
        var client = ClientData("webauthn.create", options);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        Write(cose, 1, 2);
        Write(cose, 3, -7);
        Write(cose, -1, 1);
        cose.WriteInt32(-2);
        cose.WriteByteString(parameters.Q.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(parameters.Q.Y!);
        cose.WriteEndMap();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)credentialId.Length);
        byte[] data = [.. Data(options["rp"]!["id"]!.GetValue<string>(), attested: true), .. new byte[16], .. length, .. credentialId, .. cose.Encode()];
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["attestationObject"] = Text(attestation.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    public JsonNode Get(JsonNode options)
    {
        var client = ClientData("webauthn.get", options);
        var data = Data(options["rpId"]!.GetValue<string>(), attested: false);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Text(userHandle),
        });
    }

    public void Dispose() => key.Dispose();

    JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Text(credentialId),
        ["rawId"] = Text(credentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    byte[] ClientData(string type, JsonNode options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = options["challenge"]!.GetValue<string>(), origin = Origin, crossOrigin = false });

    byte[] Data(string site, bool attested)
    {
        // It does not count its answers, as passkeys that several devices share do not: what comes twice looks the same.
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(0x01 | (Verifies ? 0x04 : 0) | (attested ? 0x40 : 0)), .. new byte[4]];
    }

    static void Write(CborWriter writer, int label, int value)
    {
        writer.WriteInt32(label);
        writer.WriteInt32(value);
    }

    static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    static byte[] Bytes(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
