using System.Diagnostics;
using NUnit.Framework;

namespace Labelling.Ground;

/// <summary>Debian's programs, as a third party has them.</summary>
public static class Tool
{
    /// <summary>Runs a program in a folder, and gives what it printed, with what it complained of when it failed; a test that needs one that is not there is reported as skipped.</summary>
    public static async Task<(int Code, string Said)> Run(string folder, string program, params string[] arguments)
    {
        var path = $"/usr/bin/{program}";
        if (!File.Exists(path))
            Assert.Ignore($"There is no {path}.");
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{path} did not start.");
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? said[0] : string.Concat(said));
    }
}
