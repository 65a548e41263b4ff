using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Labelling.Storage;

/// <summary>What a witness wrote down: at that time the newest line of the trail was this one.</summary>
/// <param name="Number">Line of the file, from 1.</param>
/// <param name="Position">Place of the newest line of the trail.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">When it was read.</param>
public sealed record WitnessLine(int Number, long Position, string Hash, DateTimeOffset At);

/// <summary>
/// Writes the newest hash of a service's trail to a file outside its database: whoever can change the database, and with it both ends
/// of the chain, cannot change what was written here. A line is <c>position hash time</c>; lines are only ever added.
/// </summary>
/// <param name="database">Whose trail.</param>
/// <param name="folder">Made when it is not there; best on another disk, or where a file can only be added to.</param>
public sealed partial class AuditWitness(Database database, string folder)
{
    /// <summary>The action of the line that says that the trail is witnessed from now on.</summary>
    public const string Begun = "trail.witness-begun";

    /// <summary>For so long a trail may be without its witness, which writes once a minute.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    // What this object wrote last: the file is read once, not every minute.
    AuditHead? written;

    /// <summary>The file.</summary>
    public string File { get; } = Path.Combine(folder, database.Name.ToLowerInvariant() + ".witness");

    /// <summary>Adds a line when the trail has moved since the last one in the file.</summary>
    /// <returns>True when there is a new line.</returns>
    /// <exception cref="IOException">The file cannot be written, or another process is writing it right now.</exception>
    public async Task<bool> Write(CancellationToken stop)
    {
        if (await AuditTrail.HeadOf(database, stop) is not { Position: > 0 } head)
            return false;
        if (!System.IO.File.Exists(File))
            written = null;
        else if (written is null && (await Read(stop)).Lines is { Count: > 0 } there)
            written = new AuditHead { Position = there[^1].Position, Hash = there[^1].Hash };
        if (written == head)
            return false;
        if (written is null)
            // In the trail itself, so that a file that is gone later is missed.
            head = await Begin(stop);

        Directory.CreateDirectory(folder);
        await using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var line = $"{head.Position.ToString(CultureInfo.InvariantCulture)} {head.Hash} {Columns.Text(database.Clock.GetUtcNow())}\n";
        // What a crash left half-written stays as it is, on a line of its own.
        if (await LastByte(file, stop) is not (null or (byte)'\n'))
            line = "\n" + line;
        file.Seek(0, SeekOrigin.End);
        // One write: a crash leaves the beginning of a line at most.
        await file.WriteAsync(Encoding.ASCII.GetBytes(line), stop);
        file.Flush(flushToDisk: true);
        written = head;
        return true;
    }

    async Task<AuditHead> Begin(CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await AuditTrail.Add(transaction, Actor.Service(database.Name), Begun, Guid.Empty, after: new { File = Path.GetFileName(File) });
        await transaction.Commit();
        return await AuditTrail.HeadOf(database, stop) ?? throw new InvalidOperationException("The audit trail has no head.");
    }

    static async Task<byte?> LastByte(FileStream file, CancellationToken stop)
    {
        if (file.Length == 0)
            return null;
        file.Seek(-1, SeekOrigin.End);
        var last = new byte[1];
        await file.ReadExactlyAsync(last, stop);
        return last[0];
    }

    /// <summary>What the file says. A line that a crash left half-written is skipped with a notice; anything else that is no line is a finding.</summary>
    internal async Task<WitnessFile> Read(CancellationToken stop)
    {
        var lines = new List<WitnessLine>();
        List<string> findings = [], notices = [];
        if (!System.IO.File.Exists(File))
            return new WitnessFile(lines, findings, notices);
        // Another process may hold it open to add a line.
        await using var file = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.ASCII);
        for (var number = 1; await reader.ReadLineAsync(stop) is { } text; number++)
        {
            if (Whole().Match(text) is { Success: true } whole && DateTimeOffset.TryParseExact(
                    whole.Groups[3].Value, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
                lines.Add(new WitnessLine(number, long.Parse(whole.Groups[1].ValueSpan, CultureInfo.InvariantCulture), whole.Groups[2].Value, at));
            else if (Beginning().IsMatch(text))
                notices.Add($"{database.Name}: {File}, line {number} is half-written, as a crash leaves it; it was skipped.");
            else
                findings.Add($"{database.Name}: {File}, line {number} is not what the witness writes: somebody changed the file.");
        }
        return new WitnessFile(lines, findings, notices);
    }

    [GeneratedRegex(@"^(\d{1,18}) ([0-9a-f]{64}) (\S{27})$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(\d{0,18}|\d{1,18} [0-9a-f]{0,64}|\d{1,18} [0-9a-f]{64} [0-9T:.Z-]{0,26})$")]
    private static partial Regex Beginning();
}

/// <summary>The content of a witness file.</summary>
sealed record WitnessFile(IReadOnlyList<WitnessLine> Lines, IReadOnlyList<string> Findings, IReadOnlyList<string> Notices);
