using System.Text.RegularExpressions;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Web;

/// <summary>Why a form was not done as asked, as its page shows it.</summary>
/// <param name="Errors">Field by field, or of the whole form.</param>
/// <param name="Status">The status the page answers with.</param>
public sealed partial record FormRefusal(FieldErrors Errors, int Status)
{
    /// <summary>
    /// What a handler of the API answered to what a form asked: null when it did as asked. A refusal that begins with names of fields
    /// ("dueOn: this day is over") is shown beside the first of them, without the names.
    /// </summary>
    public static FormRefusal? Of(IResult answer) => answer switch
    {
        INestedHttpResult nested => Of(nested.Result),
        ValidationProblem invalid => new(new([.. invalid.ProblemDetails.Errors.SelectMany(field => field.Value.Select(said => new FieldError(field.Key, said)))]), 400),
        Problem problem => new(Said(problem.Details.Title ?? ""), problem.StatusCode ?? 400),
        _ => null,
    };

    /// <summary>Fields that could not be read: null when all could.</summary>
    public static FormRefusal? Of(Typed typed) => typed.Unreadable is { IsEmpty: false } unreadable ? new(unreadable, 400) : null;

    static FieldErrors Said(string title) => FieldNames().Match(title) is { Success: true } named
        ? FieldErrors.One(named.Groups["first"].Value, char.ToUpperInvariant(named.Groups["rest"].Value[0]) + named.Groups["rest"].Value[1..])
        : FieldErrors.One("", title);

    [GeneratedRegex(@"\A(?<first>[a-z]+[A-Za-z.\[\]0-9]*)(, [a-z]+[A-Za-z.\[\]0-9]*)*\s?: (?<rest>\S.*)\z", RegexOptions.Singleline)]
    private static partial Regex FieldNames();
}
