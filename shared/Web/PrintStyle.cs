namespace Labelling.Web;

/// <summary>The style of documents that are printed by the server, with its font in it.</summary>
public static class PrintStyle
{
    static readonly Lazy<string> Whole = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        var font = Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, "lib", "inter-latin-wght-normal.woff2")));
        return $"@font-face {{ font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,{font}) format(\"woff2\"); }}\n"
            + File.ReadAllText(Path.Combine(folder, "print.css"));
    });

    /// <summary>For a style element.</summary>
    public static string Text => Whole.Value;
}
