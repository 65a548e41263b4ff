using System.Text.RegularExpressions;
using System.Xml.Linq;
using Labelling.Ground;

namespace Labelling.Web.Tests;

/// <summary>The words of one project in both languages.</summary>
sealed record Words(string Project, IReadOnlyDictionary<string, string> English, IReadOnlyDictionary<string, string> French)
{
    public static IReadOnlyList<Words> All { get; } =
    [
        .. Repository.Files(Repository.Root, "Text.resx").Select(file => Path.GetDirectoryName(file)!).Select(folder => new Words(
            Repository.Short(folder), Read(Path.Combine(folder, "Text.resx")), Read(Path.Combine(folder, "Text.fr.resx")))),
    ];

    /// <summary>Everything that could name a key: the project's own code and components.</summary>
    public string Code => string.Join('\n', Repository.Files(Repository.Folder(Project), ".cs", ".razor").Select(File.ReadAllText));

    public override string ToString() => Project;

    static Dictionary<string, string> Read(string file) => XDocument.Load(file).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);
}

/// <summary>The words of the pages: in both languages, used, translated, and set as French is set.</summary>
public partial class WordsTests
{
    /// <summary>The same word in both languages. A word that is not here and reads the same was not translated.</summary>
    static readonly HashSet<string> Same = new(StringComparer.Ordinal)
    {
        "Budget", "Code", "Consortium", "Conclusion", "Dates", "Dossier", "Dossiers", "dossiers", "Experts", "expert", "Images", "Label", "Label {0}", "Menu", "Navigation", "Pages", "Quorum",
        "Scripts", "SIREN", "Total", "Type", "Version", "Version {0}", "{0}, version {1}", "Administration", "Cookies", "Passkeys", "Message", "Messages", "Date", "Passages", "Programme", "Budget, {0}", "Science", "Signature",
        // Of the committee's sessions.
        "Absences", "Absent", "Discussion", "Expert", "Documents", "documents", "Documents, {0}", "Minutes", "Programmes", "version {0}", "Version {0}, {1}",
    };

    [Test]
    public void There_are_words_to_check() => Assert.That(Words.All.Sum(words => words.English.Count), Is.GreaterThan(300));

    /// <summary>What waits is a link: its verb.</summary>
    [TestCaseSource(nameof(Projects))]
    public void Every_sentence_of_what_waits_has_its_verb_in_brackets(string project)
    {
        var words = Words.All.Single(one => one.Project == project);
        var sentences = words.English.Concat(words.French).Where(word => word.Key.StartsWith("Wait_", StringComparison.Ordinal)).Select(word => word.Value);
        Assert.That(sentences.Where(sentence => !Bracketed().IsMatch(sentence)), Is.Empty);
    }

    [GeneratedRegex(@"^[^\[\]]*\[[^\[\]]+\][^\[\]]*$")]
    private static partial Regex Bracketed();

    [TestCaseSource(nameof(Projects))]
    public void Every_key_stands_in_both_languages(string project) => Assert.Multiple(() =>
    {
        var words = Of(project);
        Assert.That(words.English.Keys.Except(words.French.Keys), Is.Empty, "missing in French");
        Assert.That(words.French.Keys.Except(words.English.Keys), Is.Empty, "missing in English");
        Assert.That(words.English.Concat(words.French).Where(pair => string.IsNullOrWhiteSpace(pair.Value)).Select(pair => pair.Key), Is.Empty, "empty");
    });

    [TestCaseSource(nameof(Projects))]
    public void Every_key_is_used(string project)
    {
        var code = Of(project).Code;
        var used = Used().Matches(code).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.That(Of(project).English.Keys.Where(key => !used.Contains(key)), Is.Empty, "no code says Text.Key");
    }

    [TestCaseSource(nameof(Projects))]
    public void Nothing_is_left_untranslated(string project)
    {
        var words = Of(project);
        Assert.That(
            words.English.Where(pair => words.French.GetValueOrDefault(pair.Key) == pair.Value && pair.Value.Any(char.IsLetter) && !Same.Contains(pair.Value))
                .Select(pair => $"{pair.Key}: {pair.Value}"),
            Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void French_is_set_as_French(string project) => Assert.That(
        Of(project).French.SelectMany(pair => Faults(pair.Value).Select(fault => $"{pair.Key}: {fault}: {pair.Value}")), Is.Empty);

    [TestCaseSource(nameof(Projects))]
    public void Both_languages_take_the_same_values(string project)
    {
        var words = Of(project);
        Assert.That(
            words.English.Where(pair => words.French.TryGetValue(pair.Key, out var french) && !Places(pair.Value).SetEquals(Places(french))).Select(pair => pair.Key),
            Is.Empty);
    }

    [TestCase("Déposez-le: il attend", "before :")]
    [TestCase("Déposez-le : il attend", "before :")]
    [TestCase("Pourquoi ?", "before ?")]
    [TestCase("31 % du budget", "before %")]
    [TestCase("« Votre compte »", "inside «")]
    [TestCase("l'appel", "apostrophe")]
    public void A_fault_of_setting_is_seen(string text, string fault) => Assert.That(Faults(text), Has.Some.Contains(fault));

    [TestCase("Déposez-le\u202f: il attend le 12/03/2026 12:00")]
    [TestCase("31\u202f% de «\u202fVotre compte\u202f» et l’appel https://exemple.fr/")]
    public void What_is_set_right_is_left_alone(string text) => Assert.That(Faults(text), Is.Empty);

    [TestCase("Il reste 5 % du budget : « trop peu » ; pourquoi ? Dites-le !")]
    [TestCase("file : le fichier dépasse 20 Mo : envoyez-en un plus petit, dans son champ « file ».")]
    [SetUICulture("fr")]
    public void What_code_says_in_French_is_set_as_French_where_it_is_said(string written)
    {
        var said = Hosting.Words.Say("Nothing.", written);
        Assert.That(Faults(said), Is.Empty, said);
        Assert.That(said.Replace('\u202f', ' '), Is.EqualTo(written), "nothing else is changed");
    }

    [TestCase("Appelez /api/dossiers ?page=2, à 12:00, sur https://exemple.fr/")]
    [TestCase("Déposez-le\u202f: 31\u00a0% de «\u202fVotre compte\u00a0»")]
    [SetUICulture("fr")]
    public void What_was_right_is_said_as_it_was_written(string written) => Assert.That(Hosting.Words.Say("Nothing.", written), Is.EqualTo(written));

    [Test]
    [SetUICulture("en")]
    public void English_is_said_as_it_was_written() => Assert.That(Hosting.Words.Say("Why ? 5 %", "Pourquoi ?"), Is.EqualTo("Why ? 5 %"));

    /// <summary>Who chooses between the languages without the one place that sets French right. What these write in French has its spaces itself.</summary>
    static readonly string[] Choosing =
    [
        "InterviewCalendar.cs", "InterviewMails.cs", "RateWords.cs", "LikeYoursPiece.razor", "PersonShape.cs", "Languages.cs", "Paris.cs", "Frame.razor",
        // The one place.
        "ShapeRules.cs",
    ];

    [Test]
    public void Nobody_else_chooses_between_the_languages()
    {
        var files = new[] { "services", "shared" }.SelectMany(folder => Repository.Files(Repository.Folder(folder), ".cs", ".razor"))
            .Select(file => (Name: Path.GetFileName(file), Code: File.ReadAllText(file))).Where(file => Chooses().IsMatch(file.Code)).ToList();
        Assert.That(files.Select(file => file.Name), Is.EquivalentTo(Choosing));
        Assert.That(
            files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal) && file.Name is not ("ShapeRules.cs" or "PersonShape.cs")).SelectMany(file => Unset().Matches(file.Code).Select(match => $"{file.Name}: {match.Value}")),
            Is.Empty);
    }

    [GeneratedRegex("(?i:language)\\s*(?:==|is)\\s*\"fr\"|\\bfrench \\?")]
    private static partial Regex Chooses();

    /// <summary>A plain space before a sign, after a letter, within quotes.</summary>
    [GeneratedRegex("\"[^\"\\r\\n]*\\p{L} [;:!?%»](?:\\s|\\{)[^\"\\r\\n]*\"")]
    private static partial Regex Unset();

    static IEnumerable<string> Projects => Words.All.Select(words => words.Project);

    static Words Of(string project) => Words.All.Single(words => words.Project == project);

    static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    /// <summary>A narrow or ordinary no-break space before ; : ! ? % » and after «; the curved apostrophe. Hours and addresses have their own colon.</summary>
    static IEnumerable<string> Faults(string text)
    {
        foreach (Match sign in Sign().Matches(text))
        {
            var before = sign.Index == 0 ? '\u202f' : text[sign.Index - 1];
            var hourOrAddress = sign.Value == ":" && sign.Index > 0 && sign.Index + 1 < text.Length
                && (char.IsDigit(before) && char.IsDigit(text[sign.Index + 1]) || text[sign.Index + 1] == '/' || InPlace(text, sign.Index));
            if (before is not ('\u202f' or '\u00a0') && !hourOrAddress)
                yield return $"no no-break space before {sign.Value}";
        }
        foreach (Match open in Open().Matches(text))
            if (open.Index + 1 < text.Length && text[open.Index + 1] is not ('\u202f' or '\u00a0'))
                yield return "no no-break space inside «";
        if (text.Contains('\'', StringComparison.Ordinal))
            yield return "straight apostrophe";
    }

    /// <summary>The colon of {0:N0}.</summary>
    static bool InPlace(string text, int at) => Place().Matches(text).Any(place => place.Index < at && at < place.Index + place.Length);

    [GeneratedRegex(@"\bText\.([A-Z]\w*)")]
    private static partial Regex Used();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex("[;:!?%»]")]
    private static partial Regex Sign();

    [GeneratedRegex("«")]
    private static partial Regex Open();
}
