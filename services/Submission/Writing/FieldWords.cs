using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission.Writing;

/// <summary>Fields and their values as a reader sees them.</summary>
public static class FieldWords
{
    /// <summary>A value that is kept as a code or a plain number, as it is shown and typed.</summary>
    public static string? Shown(DossierContent content, VocabularyWords words, string field, string? value) => value is null ? null : ContentFields.Parse(field) switch
    {
        { Cell: "type" } => words[VocabularyValue.OrganisationType, value],
        { Cell: "region" } => words[VocabularyValue.Region, value],
        { Name: "kind" } => value == nameof(Contracts.DossierKind.Project) ? Text.Kind_Project : Text.Kind_Platform,
        { Cell: "order" } name => string.Join(", ", value.Split(' ').Select(key => NameOf(content, name.Name, key))),
        { Key: { } key, Cell: null, Name: ContentFields.Partners or ContentFields.WorkPackages } name => NameOf(content, name.Name, key),
        _ => value == ContentFields.Yes ? Text.Write_Yes : Typed(field, value),
    };

    /// <summary>A number with the comma or point of the reader's language, as one types it.</summary>
    public static string? Typed(string field, string? value) =>
        value is not null && ContentFields.IsNumber(field) ? value.Replace(".", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal) : value;

    /// <summary>Who did what to a field meanwhile.</summary>
    public static string Said(FieldConflict conflict, FieldAuthor? author)
    {
        var (who, at) = (author?.ByName ?? Text.Write_SomebodyElse, author is { } known ? Paris.Time(known.ChangedAt) : null);
        return string.Format(
            CultureInfo.CurrentCulture,
            (conflict.Gone, conflict.Theirs, at) switch
            {
                (true, _, null) => Text.Write_GoneMeanwhile,
                (true, _, _) => Text.Write_GoneAt,
                (false, null, null) => Text.Write_EmptiedMeanwhile,
                (false, null, _) => Text.Write_EmptiedAt,
                (false, _, null) => Text.Write_ChangedMeanwhile,
                (false, _, _) => Text.Write_ChangedAt,
            },
            who, at);
    }

    static string NameOf(DossierContent content, string list, string key) => list == ContentFields.Partners
        ? content.Partners.FirstOrDefault(row => row.Key == key)?.Name ?? Text.Write_UnnamedPartner
        : content.WorkPackages.FirstOrDefault(row => row.Key == key)?.Title ?? Text.Write_UnnamedPackage;
}
