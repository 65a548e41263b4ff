namespace Labelling.Hosting;

/// <summary>
/// Names that no file should come with: a way through folders, or marks that turn the reading direction so that a name seems to end
/// otherwise than it does. Whatever else is odd in a name is left out of it (<see cref="FileKind.NameFor"/>).
/// </summary>
public static class AttachmentName
{
    static readonly Refusal
        Path = new("attachment.name-path",
            "The file's name contains / or \\, as the way to a folder does: rename the file, then choose it again.",
            "Le nom du fichier contient / ou \\, comme un chemin de dossier : renommez le fichier, puis choisissez-le de nouveau."),
        Direction = new("attachment.name-direction",
            "The file's name contains invisible marks that turn the reading direction, and so could hide what it is: rename the file, then choose it again.",
            "Le nom du fichier contient des marques invisibles qui inversent le sens de lecture et pourraient cacher sa nature : renommez le fichier, puis choisissez-le de nouveau."),
        Unseen = new("attachment.name-control",
            "The file's name contains characters that cannot be seen: rename the file, then choose it again.",
            "Le nom du fichier contient des caractères invisibles : renommez le fichier, puis choisissez-le de nouveau.");

    /// <summary>Why a name is not taken; null when it is.</summary>
    public static Refusal? WhyNot(string name) =>
        name.AsSpan().IndexOfAny('/', '\\') >= 0 || name is "." or ".." ? Path
        : name.Any(TurnsDirection) ? Direction
        : name.Any(char.IsControl) ? Unseen
        : null;

    /// <summary>The marks of Unicode's bidirectional algorithm.</summary>
    static bool TurnsDirection(char letter) =>
        letter is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
