using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Labelling.Hosting;

/// <summary>
/// What a file is, by its content: PDF, DOCX, ODT, XLSX, PNG, JPEG and nothing else, and nothing that is two of them at once.
/// An archive is unpacked in memory, a piece at a time, as far as the bounds below allow.
/// </summary>
public static class AttachmentContent
{
    const int MostEntries = 5000;

    /// <summary>Unpacked, in bytes: of one entry, and of all together.</summary>
    const long LargestEntry = 100 << 20, LargestUnpacked = 200 << 20;

    /// <summary>A real sheet of numbers packs to a fiftieth at most; small entries may repeat themselves more.</summary>
    const long LargestRatio = 100, RatioFrom = 1 << 20;

    /// <summary>Of a picture, in pixels.</summary>
    const long LargestPicture = 200_000_000;

    static readonly Refusal
        Empty = new("attachment.empty", "The file is empty: choose another one.", "Le fichier est vide : choisissez-en un autre."),
        Unknown = new("attachment.type",
            "This is not a PDF, DOCX, ODT, XLSX, PNG or JPEG file, whatever its name says: save it as one of these.",
            "Ce n'est pas un fichier PDF, DOCX, ODT, XLSX, PNG ou JPEG, quel que soit son nom : enregistrez-le dans l'un de ces formats."),
        Damaged = new("attachment.damaged",
            "The file is damaged, or hides something after its end: save it again from the program that made it.",
            "Le fichier est endommagé, ou contient autre chose après sa fin : enregistrez-le de nouveau depuis le logiciel d'origine."),
        Bomb = new("attachment.bomb",
            "The file unpacks to far more than a document should: save it again with less in it.",
            "Le fichier se décompresse en beaucoup plus qu'un document normal : enregistrez-le de nouveau avec moins de contenu."),
        Macros = new("attachment.macros",
            "The file contains macros: save it without them.",
            "Le fichier contient des macros : enregistrez-le sans elles."),
        Encrypted = new("attachment.encrypted",
            "The file is protected by a password: save it without one.",
            "Le fichier est protégé par un mot de passe : enregistrez-le sans protection.");

    /// <summary>The kind of file, or why it is not accepted. The stream is read from its beginning, wherever it stands.</summary>
    public static async Task<(FileKind? Kind, Refusal? Refused)> Of(Stream file, CancellationToken stop)
    {
        if (file.Length == 0)
            return (null, Empty);
        var head = await At(file, 0, 16, stop);
        try
        {
            if (head.AsSpan().StartsWith("%PDF-"u8))
                return Judged(FileKind.Pdf, await IsPdf(file, stop));
            if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
                return Judged(FileKind.Png, await IsPng(file, stop));
            if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
                return Judged(FileKind.Jpeg, await IsJpeg(file, stop));
            if (head.AsSpan().StartsWith("PK\u0003\u0004"u8))
                return await OfArchive(file, stop);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or InvalidDataException)
        {
            // Cut off, or not of the form that its beginning promises.
            return (null, Damaged);
        }
        return (null, Unknown);
    }

    static (FileKind?, Refusal?) Judged(FileKind kind, bool right) => right ? (kind, null) : (null, Damaged);

    static async Task<bool> IsPdf(Stream file, CancellationToken stop)
    {
        var tail = await At(file, Math.Max(0, file.Length - 1024), (int)Math.Min(1024, file.Length), stop);
        return tail.AsSpan().IndexOf("%%EOF"u8) >= 0 && !await EndsAsArchive(file, stop);
    }

    /// <summary>From the signature a chunk after the other, and after the last one nothing.</summary>
    static async Task<bool> IsPng(Stream file, CancellationToken stop)
    {
        long at = 8;
        for (var number = 0; ; number++)
        {
            var header = await At(file, at, 8, stop);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var name = Encoding.ASCII.GetString(header, 4, 4);
            if (number == 0)
            {
                if (name != "IHDR" || length != 13)
                    return false;
                var size = await At(file, at + 8, 8, stop);
                if (!IsPicture(BinaryPrimitives.ReadUInt32BigEndian(size), BinaryPrimitives.ReadUInt32BigEndian(size.AsSpan(4))))
                    return false;
            }
            at += 12 + (long)length;
            if (at > file.Length)
                return false;
            if (name == "IEND")
                return length == 0 && at == file.Length;
        }
    }

    /// <summary>From the beginning a segment after the other up to the picture, which ends the file.</summary>
    static async Task<bool> IsJpeg(Stream file, CancellationToken stop)
    {
        var sized = false;
        for (long at = 2; ;)
        {
            var header = await At(file, at, 4, stop);
            if (header[0] != 0xFF)
                return false;
            var marker = header[1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker == 0xDA)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2));
            if (length < 2)
                return false;
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var size = await At(file, at + 5, 4, stop);
                sized = IsPicture(BinaryPrimitives.ReadUInt16BigEndian(size), BinaryPrimitives.ReadUInt16BigEndian(size.AsSpan(2)));
            }
            at += 2 + length;
        }
        var end = await At(file, file.Length - 2, 2, stop);
        return sized && end is [0xFF, 0xD9] && !await EndsAsArchive(file, stop);
    }

    static bool IsPicture(long width, long height) => width > 0 && height > 0 && width * height <= LargestPicture;

    /// <summary>True when a program that unpacks archives would take the end of the file for the end of one.</summary>
    static async Task<bool> EndsAsArchive(Stream file, CancellationToken stop)
    {
        var length = (int)Math.Min(file.Length, 22 + ushort.MaxValue);
        var tail = await At(file, file.Length - length, length, stop);
        return tail.AsSpan().IndexOf("PK\u0005\u0006"u8) >= 0;
    }

    sealed record Entry(string Name, ushort Method, long Packed, long Unpacked, long Header);

    static async Task<(FileKind?, Refusal?)> OfArchive(Stream file, CancellationToken stop)
    {
        var (entries, directory, refused) = await Directory(file, stop);
        if (refused is not null)
            return (null, refused);
        var names = entries.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count != entries.Count || entries.Any(entry => entry.Name.Contains("..", StringComparison.Ordinal) || entry.Name.StartsWith('/') || entry.Name.Contains('\\')))
            return (null, Damaged);
        if (names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase)))
            return (null, Macros);

        long together = 0;
        string? types = null, mediaType = null;
        long expected = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Header))
        {
            var local = await At(file, entry.Header, 30, stop);
            if (!local.AsSpan().StartsWith("PK\u0003\u0004"u8))
                return (null, Damaged);
            var content = entry.Header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
            var name = Encoding.UTF8.GetString(await At(file, entry.Header + 30, BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)), stop));
            // Between two entries a descriptor of the first may stand, and nothing else; two entries never share bytes.
            if (entry.Header - expected is < 0 or > 24 || name != entry.Name || content + entry.Packed > directory)
                return (null, Damaged);
            expected = content + entry.Packed;

            var keep = entry.Name is "[Content_Types].xml" or "mimetype" ? new MemoryStream() : null;
            var (unpacked, bomb) = await Unpack(file, content, entry, LargestUnpacked - together, keep, stop);
            if (bomb)
                return (null, Bomb);
            if (unpacked != entry.Unpacked)
                return (null, Damaged);
            together += unpacked;
            if (entry.Name == "mimetype")
                mediaType = Encoding.UTF8.GetString(keep!.ToArray());
            else if (keep is not null)
                types = Encoding.UTF8.GetString(keep.ToArray());
        }
        if (directory - expected is < 0 or > 24)
            return (null, Damaged);

        if (types?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true)
            return (null, Macros);
        List<FileKind> kinds = [];
        if (names.Contains("word/document.xml") && types?.Contains("wordprocessingml.document.main+xml", StringComparison.Ordinal) == true)
            kinds.Add(FileKind.Docx);
        if (names.Contains("xl/workbook.xml") && types?.Contains("spreadsheetml.sheet.main+xml", StringComparison.Ordinal) == true)
            kinds.Add(FileKind.Xlsx);
        if (names.Contains("content.xml") && mediaType == FileKind.Odt.MediaType && entries.MinBy(entry => entry.Header)!.Name == "mimetype")
            kinds.Add(FileKind.Odt);
        return kinds is [var kind] ? (kind, null) : (null, Unknown);
    }

    /// <summary>The list at the end of an archive: it is the end of the file, and stands right before it.</summary>
    static async Task<(IReadOnlyList<Entry> Entries, long Start, Refusal? Refused)> Directory(Stream file, CancellationToken stop)
    {
        if (file.Length < 22 + 46)
            return ([], 0, Damaged);
        var end = await At(file, file.Length - 22, 22, stop);
        if (!end.AsSpan().StartsWith("PK\u0005\u0006"u8))
            return ([], 0, Damaged);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        long size = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12)), start = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        if (count > MostEntries)
            return ([], 0, Bomb);
        if (start + size != file.Length - 22 || count == 0 || size < count * 46L)
            return ([], 0, Damaged);
        var directory = await At(file, start, (int)size, stop);
        var entries = new List<Entry>();
        var at = 0;
        for (var number = 0; number < count; number++)
        {
            if (directory.Length - at < 46 || !directory.AsSpan(at).StartsWith("PK\u0001\u0002"u8))
                return ([], 0, Damaged);
            var header = directory.AsSpan(at);
            if ((BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & 1) != 0)
                return ([], 0, Encrypted);
            var method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]);
            long packed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), unpacked = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
            int name = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            var length = 46 + name + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
            if (method is not (0 or 8) || directory.Length - at < length)
                return ([], 0, Damaged);
            if (unpacked > LargestEntry || unpacked > RatioFrom && unpacked > packed * LargestRatio)
                return ([], 0, Bomb);
            entries.Add(new Entry(Encoding.UTF8.GetString(header.Slice(46, name)), method, packed, unpacked, BinaryPrimitives.ReadUInt32LittleEndian(header[42..])));
            at += length;
        }
        return at == directory.Length ? (entries, start, null) : ([], 0, Damaged);
    }

    /// <summary>How long an entry really is: what its header says is a claim.</summary>
    static async Task<(long Unpacked, bool Bomb)> Unpack(Stream file, long at, Entry entry, long most, Stream? keep, CancellationToken stop)
    {
        await using var packed = new Piece(file, at, entry.Packed);
        await using var content = entry.Method == 0 ? (Stream)packed : new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[81920];
        long unpacked = 0;
        while (await content.ReadAsync(buffer, stop) is > 0 and var read)
        {
            unpacked += read;
            if (unpacked > Math.Min(most, LargestEntry) || unpacked > RatioFrom && unpacked > entry.Packed * LargestRatio || keep?.Length > RatioFrom)
                return (unpacked, true);
            if (keep is not null)
                await keep.WriteAsync(buffer.AsMemory(0, read), stop);
        }
        return (unpacked, false);
    }

    static async Task<byte[]> At(Stream file, long position, int count, CancellationToken stop)
    {
        if (position < 0 || position > file.Length)
            throw new EndOfStreamException();
        file.Position = position;
        var bytes = new byte[Math.Min(count, file.Length)];
        await file.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    /// <summary>A piece of a file, to be read from its beginning to its end.</summary>
    sealed class Piece(Stream file, long start, long length) : Stream
    {
        long done;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            file.Position = start + done;
            var read = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length - done)], cancellationToken);
            done += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            file.Position = start + done;
            var read = file.Read(buffer, offset, (int)Math.Min(count, length - done));
            done += read;
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => done; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
