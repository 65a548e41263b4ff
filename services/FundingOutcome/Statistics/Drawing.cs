using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A line of a drawing.</summary>
/// <param name="Name">What stands before it.</param>
/// <param name="Bars">One under the other.</param>
public sealed record DrawnRow(string Name, IReadOnlyList<DrawnBar> Bars);

/// <param name="Value">How long it is, 0 or more.</param>
/// <param name="Label">What stands beside it.</param>
/// <param name="Low">Lower end of its interval; null without one.</param>
/// <param name="High">Upper end of it.</param>
public sealed record DrawnBar(double Value, string Label, double? Low = null, double? High = null);

/// <summary>A table as a drawing (SVG) of bars, with what it is of written under it.</summary>
public static class Drawing
{
    const int Width = 900, Left = 280, Right = 180, Step = 26, Head = 56;

    /// <summary>As in the charts of the pages: they stay distinct in grey.</summary>
    static readonly string[] Colours = ["#0b6e6e", "#d08a00", "#1f5fbf", "#8c2d5a", "#5a6270"];

    // What takes the whole width is said, as 1 for a share; else it is the greatest value there is.
    public static byte[] Svg(string title, IReadOnlyList<DrawnRow> rows, IReadOnlyList<string> about, double? most = null)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var lines = about.SelectMany(line => Wrapped(line, 120)).ToList();
        var end = Head + rows.Sum(row => Math.Max(1, row.Bars.Count)) * Step;
        var height = end + 24 + lines.Count * 18 + 12;
        var drawing = new XElement(svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"), new XAttribute("width", Width), new XAttribute("height", height),
            new XAttribute("role", "img"), new XAttribute("font-family", "sans-serif"), new XAttribute("font-size", 14), new XAttribute("fill", "#14213d"),
            new XElement(svg + "title", title),
            new XElement(svg + "rect", new XAttribute("width", Width), new XAttribute("height", height), new XAttribute("fill", "#ffffff")),
            Words(svg, 16, 30, title, 18));
        Bars(drawing, rows, Head, most);
        foreach (var (line, nth) in lines.Select((line, nth) => (line, nth)))
            drawing.Add(Words(svg, 16, end + 24 + nth * 18, line, 12));
        return Encoding.UTF8.GetBytes(new XDocument(new XDeclaration("1.0", "utf-8", null), drawing).ToString());
    }

    /// <summary>The bars alone, as wide as where they stand.</summary>
    public static string Inline(IReadOnlyList<DrawnRow> rows, double? most = null)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var drawing = new XElement(svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {rows.Sum(row => Math.Max(1, row.Bars.Count)) * Step}"), new XAttribute("width", "100%"),
            new XAttribute("font-size", 14), new XAttribute("fill", "#14213d"));
        Bars(drawing, rows, 0, most);
        return drawing.ToString(SaveOptions.DisableFormatting);
    }

    static void Bars(XElement drawing, IReadOnlyList<DrawnRow> rows, int top, double? most)
    {
        var svg = drawing.Name.Namespace;
        var whole = most ?? rows.SelectMany(row => row.Bars).Select(bar => bar.High ?? bar.Value).DefaultIfEmpty().Max();
        double Place(double value) => Left + (whole > 0 ? value / whole : 0) * (Width - Left - Right);
        foreach (var row in rows)
        {
            drawing.Add(Words(svg, 16, top + 16, Short(row.Name), 14));
            foreach (var (bar, nth) in row.Bars.Select((bar, nth) => (bar, nth)))
            {
                var here = top + nth * Step;
                drawing.Add(new XElement(svg + "rect", At("x", Left), At("y", here + 3), At("width", Place(bar.Value) - Left), At("height", Step - 8), new XAttribute("fill", Colours[nth % Colours.Length])));
                if (bar is { Low: { } low, High: { } high })
                    drawing.Add(new XElement(svg + "line", At("x1", Place(low)), At("x2", Place(high)), At("y1", here + Step / 2.0 - 1), At("y2", here + Step / 2.0 - 1), new XAttribute("stroke", "#14213d"), new XAttribute("stroke-width", 2)));
                drawing.Add(Words(svg, (int)Place(Math.Max(bar.High ?? 0, bar.Value)) + 8, here + 16, bar.Label, 13));
            }

            top += Math.Max(1, row.Bars.Count) * Step;
        }
    }

    static XElement Words(XNamespace svg, int left, int baseline, string text, int size) =>
        new(svg + "text", At("x", left), At("y", baseline), At("font-size", size), text);

    static XAttribute At(string name, double value) => new(name, Math.Round(value, 1).ToString(CultureInfo.InvariantCulture));

    static string Short(string text) => text.Length <= 36 ? text : text[..35] + "…";

    static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
