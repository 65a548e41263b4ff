using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>The success rates of a table as a drawing (SVG), with their intervals, and with what they are of written under it.</summary>
public static class RatesPicture
{
    const int Width = 900, Left = 280, Right = 120, Step = 26, Head = 56;

    public static byte[] Svg(ShownRates rates, string title, ValueWords words)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var rows = rates.Rows.Where(row => row.Figures?.SuccessRate is not null).ToList();
        var about = RateWords.About(rates.Question, rates.Additive, words).SelectMany(line => Wrapped(line, 120)).ToList();
        var height = Head + rows.Count * Step + 24 + about.Count * 18 + 12;
        var drawing = new XElement(svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"), new XAttribute("width", Width), new XAttribute("height", height),
            new XAttribute("role", "img"), new XAttribute("font-family", "sans-serif"), new XAttribute("font-size", 14), new XAttribute("fill", "#14213d"),
            new XElement(svg + "title", title),
            new XElement(svg + "rect", new XAttribute("width", Width), new XAttribute("height", height), new XAttribute("fill", "#ffffff")),
            Words(svg, 16, 30, title, 18));
        Bars(drawing, rows, Head, rates.Question.By, words);
        foreach (var (line, nth) in about.Select((line, nth) => (line, nth)))
            drawing.Add(Words(svg, 16, Head + rows.Count * Step + 24 + nth * 18, line, 12));
        return Encoding.UTF8.GetBytes(new XDocument(new XDeclaration("1.0", "utf-8", null), drawing).ToString());
    }

    /// <summary>The bars alone, for a document that says the rest around them: one drawing for so many rows, since a drawing does not break well over pages.</summary>
    public static IEnumerable<string> Inline(ShownRates rates, ValueWords words, int rowsEach = 30) =>
        rates.Rows.Where(row => row.Figures?.SuccessRate is not null).Chunk(rowsEach).Select(rows =>
        {
            XNamespace svg = "http://www.w3.org/2000/svg";
            var drawing = new XElement(svg + "svg",
                new XAttribute("viewBox", $"0 0 {Width} {rows.Length * Step}"), new XAttribute("width", "100%"), new XAttribute("font-size", 14), new XAttribute("fill", "#14213d"));
            Bars(drawing, rows, 0, rates.Question.By, words);
            return drawing.ToString(SaveOptions.DisableFormatting);
        });

    static void Bars(XElement drawing, IReadOnlyList<ShownRow> rows, int head, IReadOnlyList<Breakdown> by, ValueWords words)
    {
        var svg = drawing.Name.Namespace;
        foreach (var (row, nth) in rows.Select((row, nth) => (row, nth)))
        {
            var figures = row.Figures!.Value;
            var counts = row.Counts!.Value;
            var top = head + nth * Step;
            drawing.Add(
                Words(svg, 16, top + 16, Short(RateWords.Key(by, row.Keys, words)), 14),
                new XElement(svg + "rect", At("x", Left), At("y", top + 3), At("width", Place(figures.SuccessRate!.Value) - Left), At("height", Step - 8), new XAttribute("fill", "#0b6e6e")),
                new XElement(svg + "line", At("x1", Place(figures.Low!.Value)), At("x2", Place(figures.High!.Value)), At("y1", top + Step / 2.0 - 1), At("y2", top + Step / 2.0 - 1), new XAttribute("stroke", "#14213d"), new XAttribute("stroke-width", 2)),
                Words(svg, (int)Place(Math.Max(figures.High!.Value, figures.SuccessRate.Value)) + 8, top + 16,
                    string.Format(CultureInfo.CurrentCulture, Text.Rates_PictureLabel, RateWords.Percent(figures.SuccessRate), counts.Funded, counts.Expertised), 13));
        }

        double Place(double rate) => Left + rate * (Width - Left - Right);
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
