using Labelling.Contracts;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>For what a password is chosen.</summary>
public enum ChoosePasswordKind
{
    Registration,
    Invitation,
    Reset,
}

/// <summary>Roles in the reader's language.</summary>
public static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Holder => Text.Role_Holder,
        Roles.Expert => Text.Role_Expert,
        Roles.Member => Text.Role_Member,
        Roles.Chair => Text.Role_Chair,
        Roles.ViceChair => Text.Role_ViceChair,
        Roles.Office => Text.Role_Office,
        Roles.Administrator => Text.Role_Administrator,
        _ => role,
    };

    public static IReadOnlyList<Option> Options => [.. Roles.All.Select(role => new Option(role, Of(role)))];
}
