using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Labelling.Ground;

/// <summary>A mail as it lies in the folder that mails are put into.</summary>
/// <param name="To">The address.</param>
/// <param name="Text">What it says.</param>
public sealed partial record WrittenMail(string To, string Text)
{
    /// <summary>Reads a file of ours: its text is quoted-printable; what else comes with it, a calendar entry, is left as it is.</summary>
    public static WrittenMail Read(string file)
    {
        var (head, body) = File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n", 2) is [var first, var rest] ? (first, rest) : ("", "");
        var bytes = new List<byte>();
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] != '=' || at + 2 >= body.Length)
                bytes.Add((byte)body[at]);
            else if (body[at + 1] == '\n')
                at++;
            else if (byte.TryParse(body.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                at += 2;
            }
            else
                bytes.Add((byte)'=');
        }
        return new(Receiver().Match(head).Groups[1].Value, Encoding.UTF8.GetString([.. bytes]));
    }

    [GeneratedRegex(@"^X-Receiver: .*?([^\s<>]+@[^\s<>]+)>?$", RegexOptions.Multiline)]
    private static partial Regex Receiver();
}
