using System.Globalization;

namespace Labelling.ExpertReview.Experts.Service;

/// <summary>What a statement says, in the reader's language.</summary>
static class StatementWords
{
    public static string Did(int reviews, int sessions) => string.Join(" ", new[]
    {
        reviews == 0 ? null : string.Format(CultureInfo.CurrentCulture, reviews == 1 ? Text.Service_OneReview : Text.Service_Reviews, reviews),
        sessions == 0 ? null : string.Format(CultureInfo.CurrentCulture, sessions == 1 ? Text.Service_OneSession : Text.Service_Sessions, sessions),
    }.OfType<string>());

    public static string Title(SignedService says) => string.Format(CultureInfo.CurrentCulture, Text.Service_StatementTitle, says.Year);
}
