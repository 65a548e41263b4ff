using System.Globalization;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Labelling.Web;

/// <summary>What was typed into a form. Whatever cannot be read as what it should be is an error of its field, and is given back as it was typed.</summary>
public sealed class Typed
{
    readonly IFormCollection form;
    readonly List<FieldError> errors = [];

    Typed(IFormCollection form) => this.form = form;

    /// <summary>Nothing was typed yet.</summary>
    public static readonly Typed Nothing = new(FormCollection.Empty);

    /// <summary>What was typed, by name: for a form that is shown with what is saved.</summary>
    public static Typed Of(IReadOnlyDictionary<string, string?> values) =>
        new(new FormCollection(values.ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value))));

    /// <summary>Which fields could not be read so far.</summary>
    public FieldErrors Unreadable => errors.Count == 0 ? FieldErrors.None : new([.. errors]);

    /// <summary>As typed, without spaces around; null when nothing was.</summary>
    public string? this[string field] => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>As typed, empty when nothing was.</summary>
    public string Text(string field) => this[field] ?? "";

    /// <summary>As typed, with the spaces around: a password may begin with one.</summary>
    public string AsTyped(string field) => form[field].ToString();

    /// <summary>True when the form had such a field.</summary>
    public bool Has(string field) => form.ContainsKey(field);

    /// <summary>All that was chosen under one name.</summary>
    public IReadOnlyList<string> All(string field) => [.. form[field].OfType<string>().Select(text => text.Trim()).Where(text => text.Length > 0)];

    /// <summary>The lines of a longer text that are not empty.</summary>
    public IReadOnlyList<string> Lines(string field) => Text(field).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when it was checked.</summary>
    public bool Checked(string field) => this[field] is not null;

    /// <summary>A revision or version, from a field that nobody types into; 0 when it is none.</summary>
    public long Revision(string field = "revision") => long.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A whole number; null when nothing was typed.</summary>
    public int? Whole(string field)
    {
        if (this[field] is not { } text)
            return null;
        if (int.TryParse(WithoutSpaces(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        Wrong(field, "Give a whole number.", "Donnez un nombre entier.");
        return null;
    }

    /// <summary>A number, with a comma or a point; null when nothing was typed.</summary>
    public decimal? Number(string field)
    {
        if (this[field] is not { } text)
            return null;
        if (decimal.TryParse(WithoutSpaces(text).Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        Wrong(field, "Give a number, without letters.", "Donnez un nombre, sans lettres.");
        return null;
    }

    /// <summary>A day; null when nothing was typed.</summary>
    public DateOnly? Day(string field)
    {
        if (this[field] is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d/M/yyyy", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Wrong(field, "Give a day that exists, as 2026-03-12.", "Donnez un jour qui existe, comme 12/03/2026.");
        return null;
    }

    /// <summary>A day and an hour in Paris; null when nothing was typed.</summary>
    public DateTimeOffset? InParis(string field)
    {
        if (this[field] is not { } text)
            return null;
        var (instant, whyNot) = Paris.Read(text);
        if (whyNot is not null)
            errors.Add(new(field, Words.Say(whyNot.English, whyNot.French)));
        return instant;
    }

    /// <summary>A value of an enum by its name; null when nothing was chosen.</summary>
    public T? Choice<T>(string field) where T : struct, Enum
    {
        if (this[field] is not { } text)
            return null;
        if (Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) && value.ToString() == text)
            return value;
        Wrong(field, "Choose one of the values.", "Choisissez une des valeurs.");
        return null;
    }

    /// <summary>Says that an answer is missing.</summary>
    public void Missing(string field) => Wrong(field, "Give an answer here.", "Répondez ici.");

    /// <summary>Says what is wrong with a field.</summary>
    public void Wrong(string field, string english, string french) => errors.Add(new(field, Words.Say(english, french)));

    static string WithoutSpaces(string text) => new([.. text.Where(letter => !char.IsWhiteSpace(letter) && letter != '\u202f')]);

    /// <summary>From the request: a body that is no form has nothing typed in it.</summary>
    public static async ValueTask<Typed?> BindAsync(HttpContext context) => await Of(context.Request, context.RequestAborted);

    /// <summary>The same where a handler reads other things of the request too.</summary>
    public static async Task<Typed> Of(HttpRequest request, CancellationToken stop) => new(await SentForm.Of(request, stop));
}
