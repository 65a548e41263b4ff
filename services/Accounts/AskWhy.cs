using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>"Why can I (not) see this?": each service answers for what it owns, put together on one page.</summary>
public static partial class AskWhy
{
    /// <param name="dossier">An id, or the address of any page that bears one.</param>
    /// <param name="person">Likewise, for the office and administrators.</param>
    /// <param name="caller">Who asks.</param>
    public static RazorComponentResult<AskWhyPage> Page(Caller caller, string? dossier = null, string? person = null)
    {
        var aboutOthers = new Stance(Stance.Roles(caller.Roles), Phase.None).May(Act.AskAboutOthers);
        var (about, wrong) = Read("dossier", dossier);
        var (who, unread) = Read("person", aboutOthers ? person : null);
        var errors = wrong ?? unread ?? FieldErrors.None;
        return Pages.Show<AskWhyPage>(
            new
            {
                Dossier = dossier,
                Person = person,
                AboutOthers = aboutOthers,
                Errors = errors,
                Asked = about is { } id && unread is null ? $"?dossier={id}{(who is { } other ? $"&person={other}" : "")}" : null,
            },
            errors == FieldErrors.None ? 200 : 400);
    }

    static (Guid? Id, FieldErrors? Wrong) Read(string field, string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? (null, null)
        : typed.Length <= 2000 && Id().Match(typed) is { Success: true } found ? (Guid.Parse(found.Value), null)
        : (null, FieldErrors.One(field, Text.Why_NoAddress));

    [GeneratedRegex("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")]
    private static partial Regex Id();
}
