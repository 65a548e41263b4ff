using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>What a scanner says of a content.</summary>
/// <param name="State">Waiting: it did not answer, or not about the content.</param>
/// <param name="Found">Name of the virus; null for none.</param>
public sealed record Scanned(ScanState State, string? Found = null);

/// <summary>Looks for viruses.</summary>
public interface IScanner
{
    /// <summary>True when somebody is there to ask.</summary>
    bool Scans { get; }

    /// <summary>Looks into a content, from where it stands to its end.</summary>
    Task<Scanned> Scan(Stream content, CancellationToken stop);
}

/// <summary>For sweeps: contents that were kept before anybody looked into them.</summary>
public static class ScanAgain
{
    /// <summary>Asks about each that waits, until one gets no answer: then the scanner is away, most likely, and the others wait too.</summary>
    /// <param name="scanner">Where none is plugged in, nothing is asked.</param>
    /// <param name="files">Where the contents are.</param>
    /// <param name="waiting">What waits.</param>
    /// <param name="sha256">The content of one.</param>
    /// <param name="keep">Keeps what was said of one.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task Again<T>(
        this IScanner scanner, AttachmentFiles files, Func<CancellationToken, Task<IReadOnlyList<T>>> waiting, Func<T, string> sha256,
        Func<T, Scanned, CancellationToken, Task> keep, CancellationToken stop)
    {
        foreach (var one in scanner.Scans ? await waiting(stop) : [])
        {
            await using var content = files.Open(sha256(one));
            if (await scanner.Scan(content, stop) is not { State: not ScanState.Waiting } scanned)
                break;
            await keep(one, scanned, stop);
        }
    }
}

/// <summary>None is plugged in: files are marked as not scanned.</summary>
public sealed class NoScanner : IScanner
{
    /// <inheritdoc/>
    public bool Scans => false;

    /// <inheritdoc/>
    public Task<Scanned> Scan(Stream content, CancellationToken stop) => Task.FromResult(new Scanned(ScanState.NotScanned));
}

/// <summary>A clamd daemon, asked over its socket: INSTREAM, pieces with their length before them, a length of zero at the end.</summary>
public sealed partial class ClamAv(EndPoint address, ILogger<ClamAv> log) : IScanner
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public bool Scans => true;

    /// <summary>The scanner of the setting <c>Uploads:ClamAv</c>: host:port, or the path of a socket; absent: none.</summary>
    /// <exception cref="SettingsException">It is neither.</exception>
    public static IScanner Of(IConfiguration configuration, ILogger<ClamAv> log) => configuration["Uploads:ClamAv"] switch
    {
        null or "" => new NoScanner(),
        ['/', ..] and var path => new ClamAv(new UnixDomainSocketEndPoint(path), log),
        var named when named.LastIndexOf(':') is > 0 and var colon && int.TryParse(named.AsSpan(colon + 1), out var port) && port is > 0 and < 65536 =>
            new ClamAv(new DnsEndPoint(named[..colon].Trim('[', ']'), port), log),
        var named => throw new SettingsException($"Uploads__ClamAv is \"{named}\"; it can be host:port, as localhost:3310, or the path of a socket, as /run/clamav/clamd.ctl."),
    };

    /// <inheritdoc/>
    public async Task<Scanned> Scan(Stream content, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            return Read(await Ask(content, limit.Token));
        }
        catch (Exception away) when (away is SocketException or IOException || away is OperationCanceledException && !stop.IsCancellationRequested)
        {
            // The file waits, and the sweep asks again.
            Away(address.ToString() ?? "", away);
            return new Scanned(ScanState.Waiting);
        }
    }

    async Task<string> Ask(Stream content, CancellationToken stop)
    {
        using var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, stop);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), stop);
        var buffer = new byte[4 + 65536];
        while (await content.ReadAsync(buffer.AsMemory(4), stop) is > 0 and var read)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer, read);
            await stream.WriteAsync(buffer.AsMemory(0, 4 + read), stop);
        }
        await stream.WriteAsync(new byte[4], stop);
        var answer = new List<byte>();
        while (answer.Count < 4096 && await stream.ReadAsync(buffer, stop) is > 0 and var some)
        {
            answer.AddRange(buffer.AsSpan(0, some));
            if (answer.Contains(0))
                break;
        }
        return Encoding.UTF8.GetString([.. answer]).TrimEnd('\0', '\n').Trim();
    }

    Scanned Read(string answer)
    {
        if (answer == "stream: OK")
            return new Scanned(ScanState.Clean);
        const string Before = "stream: ", After = " FOUND";
        if (answer.StartsWith(Before, StringComparison.Ordinal) && answer.EndsWith(After, StringComparison.Ordinal))
            return new Scanned(ScanState.Infected, answer[Before.Length..^After.Length]);
        // A limit of its own, or an answer cut off: it has not said that the content is clean.
        NoAnswer(answer);
        return new Scanned(ScanState.Waiting);
    }

    [LoggerMessage(LogLevel.Warning, "The virus scanner at {Address} does not answer; files wait for it")]
    partial void Away(string address, Exception away);

    [LoggerMessage(LogLevel.Warning, "The virus scanner answered \"{Answer}\"; the file waits")]
    partial void NoAnswer(string answer);
}
