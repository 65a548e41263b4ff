using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;

namespace Labelling.Hosting;

/// <summary>Rules of shape that every service's requests share.</summary>
public static class ShapeRules
{
    static readonly DateOnly Earliest = new(1990, 1, 1), Latest = new(2100, 12, 31);

    /// <summary>A day between 1990 and 2100.</summary>
    public static IRuleBuilderOptions<T, DateOnly> SensibleDay<T>(this IRuleBuilder<T, DateOnly> rule) =>
        rule.Must(day => day >= Earliest && day <= Latest).Says("Give a date between 1990 and 2100.", "Donnez une date entre 1990 et 2100.");

    /// <summary>A day between 1990 and 2100, or none.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> SensibleDay<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(day => day is null || day >= Earliest && day <= Latest).Says("Give a date between 1990 and 2100.", "Donnez une date entre 1990 et 2100.");

    /// <summary>An instant between 1990 and 2100.</summary>
    public static IRuleBuilderOptions<T, DateTimeOffset> SensibleInstant<T>(this IRuleBuilder<T, DateTimeOffset> rule) =>
        rule.Must(instant => instant.UtcDateTime.Year is >= 1990 and <= 2100).Says("Give a date and time between 1990 and 2100.", "Donnez une date et une heure entre 1990 et 2100.");

    /// <summary>An instant between 1990 and 2100, or none.</summary>
    public static IRuleBuilderOptions<T, DateTimeOffset?> SensibleInstant<T>(this IRuleBuilder<T, DateTimeOffset?> rule) =>
        rule.Must(instant => instant is null || instant.Value.UtcDateTime.Year is >= 1990 and <= 2100).Says("Give a date and time between 1990 and 2100.", "Donnez une date et une heure entre 1990 et 2100.");

    /// <summary>A SIREN with a right check digit, or none.</summary>
    public static IRuleBuilderOptions<T, string?> SirenOrNone<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || Siren.IsValid(text)).Says(
            "Give the nine digits of the SIREN; the last one is a check digit and does not fit the others.",
            "Donnez les neuf chiffres du SIREN ; le dernier est une clé de contrôle et ne correspond pas aux autres.");

    /// <summary>The number of a page of a list, from 1.</summary>
    public static IRuleBuilderOptions<T, int> PageNumber<T>(this IRuleBuilder<T, int> rule) => rule.InclusiveBetween(1, 1_000_000);

    /// <summary>How many items a page of a list has: 200 at most.</summary>
    public static IRuleBuilderOptions<T, int> PageSize<T>(this IRuleBuilder<T, int> rule) => rule.InclusiveBetween(1, 200);

    /// <summary>The sentence of a rule in the reader's language.</summary>
    public static IRuleBuilderOptions<T, TProperty> Says<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, string english, string french) =>
        rule.WithMessage(_ => Words.Say(english, french));
}

/// <summary>The reader's language.</summary>
public static partial class Words
{
    /// <summary>"fr" or "en".</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? "fr" : "en";

    /// <summary>One of two sentences, by the language of the request.</summary>
    public static string Say(string english, string french) => Language == "fr" ? Set(french) : english;

    /// <summary>
    /// A French text as French is set: the spaces before ; : ! ? % » and after « do not break. Code writes them as plain ones, which look the
    /// same in it; here is where they become right.
    /// </summary>
    public static string Set(string french) => PlainSpace().Replace(french, "\u202f");

    /// <summary>A sign that begins something else, as "?page=2" does, is left alone.</summary>
    [GeneratedRegex(@"(?<=\S) (?=[;:!?%»](?:[\s).,;]|\z))|(?<=«) ")]
    private static partial Regex PlainSpace();
}
