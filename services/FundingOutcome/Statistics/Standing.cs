namespace Labelling.FundingOutcome.Statistics;

/// <summary>As what an expertised dossier counts.</summary>
public enum Standing : byte
{
    NotLabelled,

    /// <summary>Labelled, every result is known and negative.</summary>
    Negative,

    /// <summary>Labelled, the result is not known yet.</summary>
    Pending,

    /// <summary>Labelled and funded.</summary>
    Funded,
}
