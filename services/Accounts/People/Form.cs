using Labelling.Hosting;

namespace Labelling.Accounts.People;

/// <summary>What a form sent: text, trimmed; nothing for what is not there.</summary>
public sealed record Form(IFormCollection Fields)
{
    public static async Task<Form> Of(HttpRequest http, CancellationToken stop) =>
        new(await SentForm.Of(http, stop));

    public string Text(string field) => $"{Fields[field]}".Trim();

    /// <summary>As it was typed: a password may begin with a space.</summary>
    public string AsTyped(string field) => $"{Fields[field]}";

    public IReadOnlyList<string> All(string field) => [.. Fields[field].OfType<string>()];

    public long Number(string field) => long.TryParse(Text(field), out var number) ? number : -1;
}
