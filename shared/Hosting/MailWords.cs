using System.Globalization;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>Somebody a mail goes to.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">Their address; null: none is known.</param>
/// <param name="Language">"fr" or "en"; null: French.</param>
public sealed record Addressee(Guid Id, string Name, string? Email, string? Language);

/// <summary>How a mail is written from words of a resource file.</summary>
public static class MailWords
{
    /// <summary>A mail in its recipient's language; null where there is no address to write to.</summary>
    /// <param name="to">To whom.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="key">What it says once and never again.</param>
    /// <param name="words">Its words, asked for in the recipient's language.</param>
    public static OutgoingMail? To(Addressee to, string kind, string key, Func<(string Subject, string Text)> words)
    {
        if (to.Email is not { } address || !Mail.IsAddress(address))
            return null;
        var language = to.Language ?? "fr";
        var (subject, text) = Languages.In(language, words);
        return new OutgoingMail(kind, key, address, language, subject, text) { PersonId = to.Id, Name = to.Name };
    }

    /// <summary>In resource files a line break is written as \n. A value stays on its line.</summary>
    public static string Said(string text, params object[] values) => string.Format(
        CultureInfo.CurrentCulture, text.Replace("\\n", "\n", StringComparison.Ordinal),
        [.. values.Select(value => string.Concat((value.ToString() ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter)))]);
}
