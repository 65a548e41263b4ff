using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>What came of printing.</summary>
public enum Printing
{
    /// <summary>The PDF is there.</summary>
    Done,

    /// <summary>Too many wait already.</summary>
    Busy,

    /// <summary>The browser did not print it, or not in time.</summary>
    Failed,
}

/// <summary>
/// Prints a page of ours as PDF with the Chromium that the setting <c>Certificates:Chromium</c> names. One page at a time, from a folder
/// of its own that is gone afterwards; the browser reaches no network, and is ended when it takes too long.
/// </summary>
/// <param name="program">The browser; null: nothing is printed here, and pages say how a reader prints.</param>
/// <param name="patience">How long a page may take.</param>
/// <param name="log">Where failures go.</param>
public sealed partial class PdfPrinter(string? program, TimeSpan patience, ILogger<PdfPrinter> log) : IDisposable
{
    /// <summary>Whoever comes after so many is asked to come back.</summary>
    public const int MostWaiting = 16;

    readonly SemaphoreSlim turn = new(1, 1);
    int waiting;

    /// <summary>True when there is a browser.</summary>
    public bool Prints => program is not null;

    /// <exception cref="SettingsException">The setting names no file.</exception>
    internal static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var program = configuration["Certificates:Chromium"] is { Length: > 0 } named ? named : null;
        if (program is not null && !File.Exists(program))
            throw new SettingsException($"Certificates__Chromium is \"{program}\", and there is no such file: name the browser, as /usr/bin/chromium, or leave it out.");
        services.AddSingleton(provider => new PdfPrinter(program, TimeSpan.FromSeconds(60), provider.GetRequiredService<ILogger<PdfPrinter>>()));
    }

    /// <summary>Prints a whole HTML document, with its styles in it.</summary>
    /// <param name="html">The document. Its title becomes the title of the PDF; nothing else is said of who made it.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="InvalidOperationException">There is no browser.</exception>
    public async Task<(Printing Answer, byte[]? Pdf)> Print(string html, CancellationToken stop)
    {
        if (program is null)
            throw new InvalidOperationException("There is no browser to print with: ask Prints first.");
        if (Interlocked.Increment(ref waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return (Printing.Busy, null);
        }
        try
        {
            await turn.WaitAsync(stop);
            try
            {
                return await Run(program, html, stop);
            }
            finally
            {
                turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    async Task<(Printing, byte[]?)> Run(string browser, string html, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, stop);
            var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            start.Environment["HOME"] = folder;
            foreach (var argument in (IEnumerable<string>)
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}",
                "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
            ])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start) ?? throw new InvalidOperationException("The browser did not start.");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(patience);
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                stop.ThrowIfCancellationRequested();
                TooLong(patience);
                return (Printing.Failed, null);
            }
            if (process.ExitCode == 0 && File.Exists(pdf))
                return (Printing.Done, await File.ReadAllBytesAsync(pdf, stop));
            NotPrinted(process.ExitCode, string.Concat(await said));
            return (Printing.Failed, null);
        }
        finally
        {
            await Remove(folder);
        }
    }

    /// <summary>What the browser left behind may still be written to by a last process of it, for a moment.</summary>
    static async Task Remove(string folder)
    {
        for (var again = 0; Directory.Exists(folder); again++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (again < 20)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    [LoggerMessage(LogLevel.Error, "Printing took longer than {Patience}, and was ended")]
    partial void TooLong(TimeSpan patience);

    [LoggerMessage(LogLevel.Error, "The browser ended with {Code} and printed nothing: {Said}")]
    partial void NotPrinted(int code, string said);
}
