using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Labelling.Submission.Tests.Attachments;

/// <summary>Small files of every kind, and files that only look like one.</summary>
static class Files
{
    public static byte[] Pdf(string text = "a page") => Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% {text}\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");

    public static byte[] PdfOf(int bytes)
    {
        var content = new byte[bytes];
        Array.Fill(content, (byte)' ');
        "%PDF-1.7\n"u8.CopyTo(content);
        "\n%%EOF\n"u8.CopyTo(content.AsSpan(bytes - 7));
        return content;
    }

    public static byte[] Png(uint width = 2, uint height = 2)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(size, width);
        BinaryPrimitives.WriteUInt32BigEndian(size.AsSpan(4), height);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", size), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", [])];

        static byte[] Chunk(string name, byte[] content)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)content.Length);
            return [.. length, .. Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];
        }
    }

    public static byte[] Jpeg() =>
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public static byte[] Docx(params (string Name, byte[] Content)[] more) =>
        Zip([("[Content_Types].xml", Text($"<Types><Override ContentType=\"{WordType}\"/></Types>")), ("word/document.xml", Text("<w:document/>")), .. more]);

    public static byte[] DocxWithMacros() => Docx(("word/vbaProject.bin", Text("Sub AutoOpen()")));

    public static byte[] Docm() =>
        Zip(("[Content_Types].xml", Text($"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>{WordType}</Types>")), ("word/document.xml", Text("<w:document/>")));

    public static byte[] Xlsx() =>
        Zip(("[Content_Types].xml", Text($"<Types><Override ContentType=\"{SheetType}\"/></Types>")), ("xl/workbook.xml", Text("<workbook/>")));

    public static byte[] DocxAndXlsx() =>
        Zip(("[Content_Types].xml", Text($"<Types>{WordType} {SheetType}</Types>")), ("word/document.xml", Text("<w:document/>")), ("xl/workbook.xml", Text("<workbook/>")));

    public static byte[] Odt(string type = "application/vnd.oasis.opendocument.text") =>
        Zip(("mimetype", Text(type)), ("content.xml", Text("<office:document-content/>")));

    public static byte[] Archive() => Zip(("virus.exe", Text("MZ")));

    /// <summary>A document in which one part unpacks to a hundred times its size and more.</summary>
    public static byte[] Bomb() => Docx(("word/media/zeros.bin", new byte[30 << 20]));

    /// <summary>A part that says that it is small, and is not.</summary>
    public static byte[] LyingBomb()
    {
        var archive = Bomb();
        // The size unpacked stands in the list at the end and in the header of the entry.
        Claim(archive, "PK\u0001\u0002"u8, 24, 46);
        Claim(archive, "PK\u0003\u0004"u8, 22, 30);
        return archive;

        static void Claim(byte[] archive, ReadOnlySpan<byte> signature, int size, int name)
        {
            for (var at = 0; at < archive.Length - 60; at++)
                if (archive.AsSpan(at).StartsWith(signature) && archive.AsSpan(at + name).StartsWith("word/media"u8))
                    BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(at + size), 100);
        }
    }

    public static byte[] Crowd() => Docx([.. Enumerable.Range(0, 5001).Select(number => ($"word/{number}", Text("")))]);

    public static byte[] Encrypted()
    {
        var archive = Docx();
        for (var at = 0; at < archive.Length - 46; at++)
            if (archive.AsSpan(at).StartsWith("PK\u0001\u0002"u8))
                archive[at + 8] |= 1;
        return archive;
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        return memory.ToArray();
    }
}
