using System.Security.Cryptography;

namespace Labelling.Hosting;

/// <summary>A file that came in and is not yet kept under its name; disposing it throws it away.</summary>
public sealed class IncomingFile(string path, FileStream stream) : IAsyncDisposable
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal string Path => path;

    /// <summary>As far as it has come in.</summary>
    public FileStream Content => stream;

    /// <summary>SHA-256 in hexadecimal; to be asked once, at the end.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>The next piece.</summary>
    public async Task Add(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        hash.AppendData(bytes.Span);
        await stream.WriteAsync(bytes, stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        hash.Dispose();
        await stream.DisposeAsync();
        File.Delete(path);
    }
}

/// <summary>The folder of uploads, outside of anything that is served: each content once, under its SHA-256.</summary>
public sealed class AttachmentFiles(string folder)
{
    /// <summary>What nobody refers to is swept once it is so old: an upload may just be about to refer to it.</summary>
    public static readonly TimeSpan Spared = TimeSpan.FromHours(1);

    string Incoming => Path.Combine(folder, "incoming");

    string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);

    /// <summary>Where a file comes in.</summary>
    public IncomingFile Receive()
    {
        Directory.CreateDirectory(Incoming);
        var path = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        return new IncomingFile(path, new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Makes a file last under its hash. One that is there with the same content is replaced by it, and counts as new again.</summary>
    public void Keep(IncomingFile file, string sha256)
    {
        file.Content.Flush(flushToDisk: true);
        var kept = PathOf(sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        // Moving is one act: whoever reads sees the whole content or none.
        File.Move(file.Path, kept, overwrite: true);
    }

    /// <summary>A content, to be read.</summary>
    /// <exception cref="FileNotFoundException">The folder does not have it, although a row says so.</exception>
    public FileStream Open(string sha256) => new(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Takes away what nothing refers to: uploads that were refused or cut off, attachments that were removed before a deposit.</summary>
    /// <param name="referred">Which of these hashes a row refers to.</param>
    /// <param name="now">By the clock of the files.</param>
    /// <returns>How many files went.</returns>
    public async Task<int> Sweep(Func<IReadOnlyList<string>, Task<IReadOnlySet<string>>> referred, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
            return 0;
        var gone = 0;
        foreach (var cut in Directory.Exists(Incoming) ? Directory.EnumerateFiles(Incoming).Where(IsOld).ToList() : [])
        {
            File.Delete(cut);
            gone++;
        }
        foreach (var some in Directory.EnumerateDirectories(folder).Where(each => each != Incoming).SelectMany(Directory.EnumerateFiles).Where(IsOld).ToList().Chunk(500))
        {
            var known = await referred([.. some.Select(HashOf)]);
            foreach (var path in some.Where(path => !known.Contains(HashOf(path))))
                gone += await Remove(path) ? 1 : 0;
        }
        return gone;

        bool IsOld(string path) => File.GetLastWriteTimeUtc(path) < (now - Spared).UtcDateTime;

        static string HashOf(string path) => Path.GetFileName(path).Split('.')[0];

        // Taken aside first: an upload of the same content at this moment puts a new file in its place, and that one is not touched.
        async Task<bool> Remove(string path)
        {
            var aside = path.EndsWith(".gone", StringComparison.Ordinal) ? path : path + ".gone";
            if (aside != path)
                File.Move(path, aside, overwrite: true);
            if (IsOld(aside) && !(await referred([HashOf(aside)])).Contains(HashOf(aside)))
            {
                File.Delete(aside);
                return true;
            }
            // The newer one stays if there is one by now.
            if (File.Exists(PathOf(HashOf(aside))))
                File.Delete(aside);
            else
                File.Move(aside, PathOf(HashOf(aside)));
            return false;
        }
    }
}
