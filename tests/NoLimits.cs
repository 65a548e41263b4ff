using System.Runtime.CompilerServices;

/// <summary>A test asks more often than any person does; what the limits do is tested where they are set again.</summary>
static class NoLimits
{
    // Before anything of the assembly runs; processes that tests start inherit it.
    [ModuleInitializer]
    public static void Set() => Environment.SetEnvironmentVariable("Limits__All", "none");
}
