using System.Globalization;

namespace Labelling.Hosting;

/// <summary>The words of mails, as they stand in resource files.</summary>
public static class MailWords
{
    /// <summary>A text with its values. In resource files a line break is written as \n; a value stays on its line, so that nobody's name adds one.</summary>
    /// <param name="text">From the resource file.</param>
    /// <param name="values">For {0}, {1} and so on.</param>
    public static string Said(string text, params object[] values) => string.Format(
        CultureInfo.CurrentCulture, text.Replace("\\n", "\n", StringComparison.Ordinal),
        [.. values.Select(value => string.Concat(value.ToString()!.Select(letter => char.IsControl(letter) ? ' ' : letter)))]);
}
