using Labelling.Contracts;

namespace Labelling.Submission;

/// <summary>A value of a vocabulary: data, never listed in the code.</summary>
public sealed record VocabularyValue(Guid Id, string Vocabulary, string Code, string English, string French)
{
    public const string Sector = "sector", TherapeuticArea = "therapeutic-area", TechnologyAxis = "technology-axis",
        OrganisationType = "organisation-type", Region = "region", FundingBody = "funding-body";

    /// <summary>The vocabularies there are; fields are bound to them.</summary>
    public static readonly IReadOnlyList<string> Vocabularies = [Sector, TherapeuticArea, TechnologyAxis, OrganisationType, Region, FundingBody];

    public static (VocabularyValue, VocabularyChanged) Add(string vocabulary, string code, string english, string french, DateTimeOffset at)
    {
        var value = new VocabularyValue(Guid.CreateVersion7(), vocabulary, code, english, french);
        return (value, new VocabularyChanged(Guid.CreateVersion7(), value.Id, 0, at, vocabulary, code, english, french));
    }
}
