namespace Labelling.Permissions.Tests;

/// <summary>What somebody is answered, as far as permission goes.</summary>
enum Expected
{
    /// <summary>Anything but the others and a failure: the request came as far as rules, form and state.</summary>
    Allowed,

    /// <summary>401.</summary>
    SignedOut,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>404.</summary>
    Nothing,

    /// <summary>204: a piece of a page that is not for them.</summary>
    Empty,
}

/// <summary>A line of the table: for these roles, relations and phases, this answer.</summary>
sealed record Line(int Number, string[] Roles, string[] Relations, string[] Phases, Expected Expected)
{
    public bool Covers(string role, string relation, string phase) => Fits(Roles, role) && Fits(Relations, relation) && Fits(Phases, phase);

    // A list with a "-" in front names what it is not.
    static bool Fits(string[] named, string one) => named is ["*"] || (named[0].StartsWith('-') ? !named.Any(each => each[1..] == one) : named.Contains(one));
}

/// <summary>An endpoint with its lines; the first that covers a case says the answer.</summary>
sealed record Block(string Method, string Path, IReadOnlyList<Line> Lines)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>
/// The table written by hand from the description of the domain: a block an endpoint, in table.txt.
/// </summary>
static class Table
{
    /// <exception cref="FormatException">A line of the file is not one.</exception>
    public static IReadOnlyList<Block> Read()
    {
        var blocks = new List<Block>();
        var lines = new List<Line>();
        foreach (var (index, text) in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "table.txt")).Index())
        {
            var line = text.Split('#')[0].TrimEnd();
            if (line.Length == 0)
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!char.IsWhiteSpace(line[0]))
            {
                lines = [];
                blocks.AddRange(words[1..].Select(path => new Block(words[0], path, lines)));
            }
            else if (words is [var roles, var relations, var phases, var answer])
            {
                lines.Add(new(index + 1, Names(roles), Names(relations), Names(phases), answer switch
                {
                    "allowed" => Expected.Allowed,
                    "401" => Expected.SignedOut,
                    "403" => Expected.Forbidden,
                    "404" => Expected.Nothing,
                    "204" => Expected.Empty,
                    _ => throw new FormatException($"table.txt, line {index + 1}: {answer} is no answer."),
                }));
            }
            else
            {
                throw new FormatException($"table.txt, line {index + 1}: roles, relations, phases, answer.");
            }
        }
        return blocks;
    }

    static string[] Names(string list) => list.StartsWith('-') ? [.. list[1..].Split(',').Select(name => "-" + name)] : list.Split(',');
}
