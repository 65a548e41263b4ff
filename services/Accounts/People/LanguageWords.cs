using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>The languages, each in its own.</summary>
public static class LanguageWords
{
    public static IReadOnlyList<Option> Options { get; } = [new("fr", "Français"), new("en", "English")];
}
