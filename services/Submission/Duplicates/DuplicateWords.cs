using System.Globalization;

namespace Labelling.Submission.Duplicates;

/// <summary>Pairs in the reader's language.</summary>
public static class DuplicateWords
{
    public static string Name(CandidateStatus status) => status switch
    {
        CandidateStatus.Open => Text.Duplicates_Open,
        CandidateStatus.Confirmed => Text.Duplicates_Confirmed,
        CandidateStatus.Dismissed => Text.Duplicates_Dismissed,
    };

    public static string Kind(CandidateStatus status) => status switch
    {
        CandidateStatus.Open => "waiting",
        CandidateStatus.Confirmed => "late",
        CandidateStatus.Dismissed => "info",
    };

    /// <summary>"same lead and titles that are 92 % alike".</summary>
    public static string Say(DuplicateLine line) => string.Join(", ", line.Why().Select(reason => Say(reason, line)));

    public static string Say(DuplicateReason reason, DuplicateLine line) => reason switch
    {
        DuplicateReason.SameLeadNearTitle => With(Text.Duplicate_SameLeadNearTitle, line.TitlePercent),
        DuplicateReason.NearTitle => With(Text.Duplicate_NearTitle, line.TitlePercent),
        DuplicateReason.NearSummary => With(Text.Duplicate_NearSummary, line.SummaryPercent ?? 0),
        DuplicateReason.SharedConsortium => With(Text.Duplicate_SharedConsortium, line.SharedOrganisations),
    };

    static string With(string sentence, int number) => string.Format(CultureInfo.CurrentCulture, sentence, number);
}
