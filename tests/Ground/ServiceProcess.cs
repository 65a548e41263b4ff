using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Labelling.Ground;

/// <summary>A program of ours in a process of its own, that can be killed and started again at the same address on the same data.</summary>
/// <param name="assembly">Its main assembly, beside the tests.</param>
/// <param name="arguments">As on the command line.</param>
/// <param name="environment">Added to the tests' own.</param>
/// <param name="port">Where it answers.</param>
/// <param name="ownAddress">True: its arguments say where it answers.</param>
public sealed class ServiceProcess(
    string assembly, string[] arguments, IReadOnlyDictionary<string, string?> environment, int port, bool ownAddress = false) : IAsyncDisposable
{
    readonly StringBuilder said = new();
    Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public string Name => assembly;

    /// <summary>Everything it has said so far, on both streams, over all its lives.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, assembly + ".dll") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in ownAddress ? arguments : [.. arguments, "--urls", $"http://127.0.0.1:{port}"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Returns once it answers that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        if (await Patience.Until(Answers, TimeSpan.FromSeconds(60)))
            return;
        throw new InvalidOperationException($"{assembly} was not ready in time:{Environment.NewLine}{Said}");

        async Task<bool> Answers()
        {
            if (process is null or { HasExited: true })
                throw new InvalidOperationException($"{assembly} ended with {process?.ExitCode}:{Environment.NewLine}{Said}");
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                return answer.IsSuccessStatusCode;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                return false; // It does not listen yet.
            }
        }
    }

    /// <summary>Returns once it has said something.</summary>
    /// <exception cref="InvalidOperationException">It ended without, or did not say it in time.</exception>
    public async Task Says(string words, TimeSpan within)
    {
        var ended = false;
        await Patience.Until(async () =>
        {
            if (Said.Contains(words, StringComparison.Ordinal))
                return true;
            ended = process is null or { HasExited: true };
            // What it said last is read to the end before its end counts.
            if (process is { HasExited: true })
                await process.WaitForExitAsync();
            return ended;
        }, within);
        if (!Said.Contains(words, StringComparison.Ordinal))
            throw new InvalidOperationException($"{assembly} {(ended ? "ended and did" : "did")} not say \"{words}\":{Environment.NewLine}{Said}");
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Ended()
    {
        using var limit = new CancellationTokenSource(Patience.Long);
        await process!.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await Kill();

    void Hear(string? line)
    {
        if (line is null)
            return;
        lock (said)
            said.AppendLine(line);
    }
}
