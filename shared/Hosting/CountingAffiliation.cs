using Labelling.Contracts;

namespace Labelling.Hosting;

/// <summary>
/// Which of a person's affiliations make a conflict of interest with a dossier: every one that had not ended before the dossier was first
/// deposited. Not only those of today: whoever left last week is not free of it, a conflict once there does not heal by waiting, and
/// one that begins during the procedure is there from then on. One rule for interview, review and committee.
/// </summary>
public static class CountingAffiliation
{
    /// <summary>True when the affiliation counts for a dossier.</summary>
    /// <param name="affiliation">The person's.</param>
    /// <param name="registeredOn">Day of the first deposit, in Paris; null when it is not known: then every affiliation counts.</param>
    public static bool CountsFor(this Affiliation affiliation, DateOnly? registeredOn) =>
        affiliation.To is null || registeredOn is null || affiliation.To >= registeredOn;
}
