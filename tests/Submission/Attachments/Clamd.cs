using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Labelling.Submission.Tests.Attachments;

/// <summary>A daemon that speaks clamd's INSTREAM as it is documented: a command, pieces with their length, zero, one answer.</summary>
sealed class Clamd : IAsyncDisposable
{
    /// <summary>Whoever sends this has a virus.</summary>
    public const string Virus = "X5O!P%@AP-THIS-IS-ONLY-A-TEST";

    readonly Socket listener;
    readonly Task serving;
    readonly CancellationTokenSource end = new();

    Clamd(Socket listener)
    {
        this.listener = listener;
        serving = Serve();
    }

    public static Clamd Listen(EndPoint? at = null)
    {
        var socket = at is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(at ?? new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new Clamd(socket);
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>What was sent, a stream each.</summary>
    public List<byte[]> Received { get; } = [];

    /// <summary>Instead of what it found; null: what it found.</summary>
    public string? Says { get; set; }

    async Task Serve()
    {
        try
        {
            while (await listener.AcceptAsync(end.Token) is var socket)
                using (socket)
                    await Answer(new NetworkStream(socket));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    async Task Answer(NetworkStream stream)
    {
        var command = new byte[10];
        await stream.ReadExactlyAsync(command, end.Token);
        if (!command.AsSpan().SequenceEqual("zINSTREAM\0"u8))
        {
            await stream.WriteAsync("UNKNOWN COMMAND\0"u8.ToArray(), end.Token);
            return;
        }
        using var content = new MemoryStream();
        for (var length = new byte[4]; ;)
        {
            await stream.ReadExactlyAsync(length, end.Token);
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size == 0)
                break;
            var piece = new byte[size];
            await stream.ReadExactlyAsync(piece, end.Token);
            content.Write(piece);
        }
        Received.Add(content.ToArray());
        var found = Encoding.ASCII.GetString(content.ToArray()).Contains(Virus, StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.ASCII.GetBytes((Says ?? (found ? "stream: Test.Signature FOUND" : "stream: OK")) + "\0"), end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await serving;
        end.Dispose();
    }
}
