using System.Text.RegularExpressions;
using Labelling.Ground;
using Labelling.Submission;

namespace Labelling.Fuzz.Tests;

/// <summary>
/// The table of rights knows every act that can come into the trail. What can is read from the code as it is written: the name of an act
/// stands in a call together with who acts, or is one of those that the states of a dossier name.
/// </summary>
public partial class ActsTests
{
    /// <summary>Where the name is handed on by a parameter or made: there its callers are read, or the test below says what else is done.</summary>
    static readonly string[] HandedOn =
    [
        "AccountStore.cs action", "InvitationStore.cs action", "DraftStore.cs action", "MeetingStore.cs action", "EditionStore.cs what",
        "InterviewStore.cs $\"interview.{action}\"", "DossierStore.cs action.AuditName()", "DossierStore.cs DossierAction.ConfirmationShown.AuditName()",
        "DossierStore.cs DossierAction.ReviewsBegan.AuditName()",
        // A constant of its own; and what a service heard, by the name of the event.
        "AuditWitness.cs Begun", "Reception.cs TrailNameOf(type)",
    ];

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*\\.[a-z]+(?:-[a-z]+)*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)*)\"")]
    private static partial Regex OfInterview();

    [GeneratedRegex(@"\b(who|actor|caller|[a-zA-Z.]*Actor\(|Actor\.Service|[a-z]+\.Who|Schedule|ActorOf)\b")]
    private static partial Regex Somebody();

    /// <summary>Beside a bare word, whoever only asks is not enough.</summary>
    [GeneratedRegex(@"\b(who|actor|[a-zA-Z.]*Actor\(|Actor\.Service)\b")]
    private static partial Regex Acting();

    /// <summary>A refusal: its code, then what it says.</summary>
    [GeneratedRegex("\\A\\s*,\\s*\\$?\"")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\b(?:action|what) =[^;>]*;")]
    private static partial Regex Chosen();

    static IEnumerable<(string File, string Code)> Sources() => new[] { "services", "shared" }.SelectMany(part => Repository.Files(Repository.Folder(part), ".cs"))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("Demonstration"))
        .Select(file => (file, File.ReadAllText(file)));

    /// <summary>What stands in the parentheses around a place, from the innermost outwards, within its statement.</summary>
    static IEnumerable<string> Around(string code, int place)
    {
        var start = place;
        for (var level = 0; level < 3; level++)
        {
            var depth = 0;
            for (start--; start >= 0 && (code[start] != '(' || depth > 0); start--)
            {
                if (code[start] == ';' && depth == 0)
                    yield break;
                depth += code[start] switch { ')' => 1, '(' => -1, _ => 0 };
            }
            if (start < 0)
                yield break;
            yield return code[(start + 1)..End(code, start)];
        }
    }

    static int End(string code, int open)
    {
        var depth = 0;
        for (var place = open; place < code.Length; place++)
        {
            depth += code[place] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return place;
        }
        return code.Length;
    }

    static IEnumerable<string> Named(Regex name, Regex somebody, string code) => name.Matches(code)
        .Where(match => !Sentence().IsMatch(code[(match.Index + match.Length)..]) && Around(code, match.Index).Any(inner => somebody.IsMatch(inner)))
        .Concat(Chosen().Matches(code).SelectMany(statement => name.Matches(statement.Value)))
        .Select(match => match.Groups[1].Value);

    static SortedSet<string> InCode()
    {
        var acts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, code) in Sources())
        {
            acts.UnionWith(Named(Name(), Somebody(), code));
            if (file.Contains($"{Path.DirectorySeparatorChar}PreInterview{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                acts.UnionWith(Named(OfInterview(), Acting(), code).Select(what => $"interview.{what}"));
        }
        acts.UnionWith(Enum.GetValues<DossierAction>().Select(action => action.AuditName()));
        return acts;
    }

    [Test]
    public void Every_act_that_can_come_into_the_trail_has_its_line_in_the_table_and_the_table_has_no_other()
    {
        var code = InCode();
        Assert.That(code, Has.Count.GreaterThan(120), "hardly anything was found in the code");
        Assert.Multiple(() =>
        {
            Assert.That(code.Except(Rights.Known), Is.Empty, "acts without a line in Rights: write by hand whose they are");
            Assert.That(Rights.Known.Except(code), Is.Empty, "lines of Rights for acts that nothing in the code does");
        });
    }

    [Test]
    public void A_name_that_cannot_be_read_where_it_is_written_is_one_of_those_that_are_read_elsewhere()
    {
        var unread = new List<string>();
        foreach (var (file, code) in Sources())
            foreach (Match call in Regex.Matches(code, @"AuditTrail\.Add\("))
            {
                var given = Arguments(code[(call.Index + call.Length)..End(code, call.Index + call.Length - 1)]);
                if (given.Count > 2 && !Name().IsMatch(given[2]))
                    unread.Add($"{Path.GetFileName(file)} {given[2]}");
            }
        Assert.That(unread.Distinct(), Is.EquivalentTo(HandedOn));
    }

    /// <summary>What stands between the commas of a call, not of what is inside it.</summary>
    static List<string> Arguments(string inside)
    {
        var (given, depth, start) = (new List<string>(), 0, 0);
        for (var place = 0; place < inside.Length; place++)
        {
            depth += inside[place] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            if (inside[place] != ',' || depth > 0)
                continue;
            given.Add(inside[start..place].Trim());
            start = place + 1;
        }
        given.Add(inside[start..].Trim());
        return given;
    }
}
