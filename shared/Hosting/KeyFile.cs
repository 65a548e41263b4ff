using System.Security.Cryptography;

namespace Labelling.Hosting;

/// <summary>A P-256 key kept as a file (PKCS #8, PEM), which nobody but its owner reads. The process that comes first makes it.</summary>
public static class KeyFile
{
    /// <summary>Reads the key, or makes it.</summary>
    /// <param name="path">Its file; the folder is made when it is not there.</param>
    /// <exception cref="CryptographicException">The file there is no EC key.</exception>
    public static ECDsa ReadOrMake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path))
            MakeOnce(path);
        return Read(path);
    }

    /// <summary>Reads a key; a public one too.</summary>
    /// <exception cref="CryptographicException">The file there is no EC key.</exception>
    public static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (ArgumentException notOne)
        {
            throw new CryptographicException($"{path} is no key in PEM.", notOne);
        }
        return key;
    }

    /// <summary>What a key is called: the beginning of the SHA-256 of its public part, as DER.</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

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
            File.Move(own, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(own);
        }
    }
}
