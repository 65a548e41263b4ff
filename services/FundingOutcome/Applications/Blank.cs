namespace Labelling.FundingOutcome.Applications;

static class Blank
{
    /// <summary>An empty field of a form says as little as a missing one.</summary>
    public static string? ToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
