using System.Text.Json;
using FluentValidation.Results;

namespace Labelling.Web;

/// <summary>What is wrong with a form, field by field, in the reader's language. A field is named as in the form: "leadSiren".</summary>
public sealed record FieldErrors(IReadOnlyList<FieldError> All)
{
    /// <summary>Nothing.</summary>
    public static readonly FieldErrors None = new([]);

    /// <summary>True when nothing is wrong.</summary>
    public bool IsEmpty => All.Count == 0;

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? Of(string field) => All.FirstOrDefault(error => error.Field == field)?.Message;

    /// <summary>What a validator found.</summary>
    public static FieldErrors Of(ValidationResult broken) => new([.. broken.Errors.Select(error => new FieldError(
        string.Join('.', error.PropertyName.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName)), error.ErrorMessage))]);

    /// <summary>One thing. An empty field: it concerns the whole form.</summary>
    public static FieldErrors One(string field, string message) => new([new FieldError(field, message)]);

    /// <summary>One more.</summary>
    public FieldErrors And(string field, string message) => new([.. All, new FieldError(field, message)]);
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its name in the form; empty for the whole form.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>One of the values a field offers.</summary>
/// <param name="Value">What the form sends.</param>
/// <param name="Text">What is read.</param>
public sealed record Option(string Value, string Text);
