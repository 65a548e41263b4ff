using System.Text.RegularExpressions;
using FluentValidation;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>The shape of codes.</summary>
public static partial class CodeShape
{
    /// <summary>A code that stands in addresses and tables of the program: "project-label".</summary>
    public static IRuleBuilderOptions<T, string> KebabCode<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(code => code is not null && code.Length <= 100 && Kebab().IsMatch(code))
        .Says("A code is made of small letters, digits and hyphens, 100 at most.", "Un code est fait de minuscules, de chiffres et de traits d'union, 100 au plus.");

    /// <summary>A code as people and history files write it: "Bpifrance", "i-Démo 2026". Without the separators of those files.</summary>
    public static IRuleBuilderOptions<T, string> NameCode<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(code => code is not null && code.Length <= 100 && Name().IsMatch(code))
        .Says("A code begins with a letter or a digit and has no comma, semicolon, bar or line break, 100 characters at most.",
            "Un code commence par une lettre ou un chiffre, sans virgule, point-virgule, barre ni saut de ligne, 100 caractères au plus.");

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();

    [GeneratedRegex(@"\A[\p{L}\p{N}]([^,;|\p{C}]*[^,;|\p{C}\s])?\z")]
    private static partial Regex Name();
}
