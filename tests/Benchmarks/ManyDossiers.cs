using System.Globalization;
using System.Text;

namespace Labelling.Benchmarks;

/// <summary>
/// History files of any length, the same for the same number of lines: registered over twenty-five years, several sectors, areas and
/// axes each, as they overlap in a real history; with platforms, duplicates, withdrawn and undecided dossiers, missing dates, and a
/// second file in which some lines are said differently.
/// </summary>
static class ManyDossiers
{
    public static readonly string[] Bodies = ["ANR", "Bpifrance", "Region", "Europe", "Foundation", "Ministry", "Cluster", "Army"];

    static readonly string[] Sectors = ["biotech-pharma", "medtech", "dm-div", "e-health"];
    static readonly string[] Areas =
    [
        "cardiology", "ophthalmology", "oncology", "neurology", "metabolism", "infectiology", "rare-diseases", "dermatology", "pneumology",
        "psychiatry", "rheumatology", "urology", "gynaecology", "paediatrics", "geriatrics", "emergency",
    ];
    static readonly string[] Axes =
    [
        "imaging", "bioproduction", "data-collection-and-analysis", "artificial-intelligence", "robotics", "organoids", "gene-therapy",
        "sensors", "simulation", "telemedicine", "materials", "diagnostics",
    ];
    static readonly string[] Types = ["sme", "mid-cap", "hospital", "large-company", "association", "academic", "public"];
    static readonly DateOnly First = new(2000, 1, 1);

    public const int Days = 25 * 365;

    /// <param name="lines">How many.</param>
    /// <param name="changedOneIn">0: as first said. Else the lines of one dossier in so many, said differently.</param>
    public static void Write(string file, int lines, int changedOneIn = 0)
    {
        using var text = new StreamWriter(file, false, new UTF8Encoding(false), 1 << 20);
        text.Write("reference,title,kind,registered_on,lead_organisation,lead_siren,lead_type,collaborative,sectors,therapeutic_areas,technology_axes,funding_body,call,interview_on,decided_on,decision,label_number,funding_result,result_on,amount_requested,amount_granted,duplicate_of\n");
        var line = new StringBuilder();
        for (var number = 0; number < lines; number++)
        {
            if (changedOneIn > 0 && number % changedOneIn != 0)
                continue;
            Line(line.Clear(), number, lines, changedOneIn > 0);
            text.Write(line.Append('\n'));
        }
    }

    static void Line(StringBuilder line, int number, int lines, bool changed)
    {
        var chance = new Random(number * 2 + (changed ? 1 : 0));
        var stable = new Random(number);
        var registered = First.AddDays((int)((long)number * Days / lines));
        var organisation = stable.Next(20_000);
        var body = Bodies[Math.Min(chance.Next(Bodies.Length), chance.Next(Bodies.Length))];
        var decidedOn = registered.AddDays(20 + chance.Next(90));
        var decision = chance.Next(100) switch
        {
            < 50 => "labelled",
            < 60 => "labelled-with-reservations",
            < 88 => "refused",
            < 91 => "support-letter",
            < 93 => "adjourned",
            < 95 => "withdrawn",
            < 97 => "inadmissible",
            _ => "",
        };
        var labelled = decision.StartsWith("labelled", StringComparison.Ordinal);
        var result = !labelled ? "" : chance.Next(100) switch { < 42 => "funded", < 75 => "refused", < 82 => "pending", < 86 => "withdrawn", _ => "" };
        var requested = 100_000 + 1000 * chance.Next(4000);
        line.Append(CultureInfo.InvariantCulture, $"GEN-{number:0000000},Dossier number {number} of the benchmark,{(stable.Next(70) == 0 ? "platform" : "project")},{registered:yyyy-MM-dd}");
        line.Append(CultureInfo.InvariantCulture, $",Organisation {organisation},{Siren(organisation)},{Types[organisation % Types.Length]},{(stable.Next(2) == 0 ? "yes" : "no")},");
        Some(line, Sectors, 1 + (chance.Next(25) == 0 ? 1 : 0), chance);
        Some(line.Append(','), Areas, 1 + chance.Next(10) / 7, chance);
        Some(line.Append(','), Axes, chance.Next(10) switch { < 4 => 0, < 8 => 1, < 9 => 2, _ => 3 }, chance);
        line.Append(CultureInfo.InvariantCulture, $",{body},{body}-{registered.Year},{(registered.Year >= 2024 ? $"{registered.AddDays(10 + number % 20):yyyy-MM-dd}" : "")},{(decision == "" || chance.Next(50) == 0 ? "" : $"{decidedOn:yyyy-MM-dd}")},{decision},");
        line.Append(labelled ? $"L-{number:0000000}" : "").Append(',').Append(result).Append(',');
        if (result is "funded" or "refused" or "withdrawn" && chance.Next(20) != 0)
            line.Append(CultureInfo.InvariantCulture, $"{decidedOn.AddDays(60 + chance.Next(300)):yyyy-MM-dd}");
        line.Append(CultureInfo.InvariantCulture, $",{requested},{(result == "funded" ? requested / 2 : "")},");
        if (number > 0 && stable.Next(60) == 0)
            line.Append(CultureInfo.InvariantCulture, $"GEN-{number - 1:0000000}");
    }

    static void Some(StringBuilder line, string[] values, int many, Random chance)
    {
        var first = chance.Next(values.Length);
        for (var nth = 0; nth < many; nth++)
            line.Append(nth == 0 ? "" : "|").Append(values[(first + nth * (1 + first % 3)) % values.Length]);
    }

    /// <summary>Eight digits of the number and the one that checks them.</summary>
    static string Siren(int organisation)
    {
        var digits = (30_000_000 + organisation).ToString(CultureInfo.InvariantCulture);
        var sum = 0;
        for (var at = 0; at < 8; at++)
        {
            var digit = digits[at] - '0';
            sum += at % 2 == 1 ? digit * 2 > 9 ? digit * 2 - 9 : digit * 2 : digit;
        }

        return digits + (10 - sum % 10) % 10;
    }
}
