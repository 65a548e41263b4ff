using Microsoft.AspNetCore.Http.Extensions;

namespace Labelling.Submission.Writing;

/// <summary>Where published figures of dossiers like one are read: FundingOutcome does not know it before its deposit, so the address says what it is.</summary>
static class PublishedRates
{
    public static string Address(DossierContent content, Call? call)
    {
        var query = new QueryBuilder
        {
            { VocabularyValue.Sector, content.Sectors },
            { VocabularyValue.TherapeuticArea, content.TherapeuticAreas },
            { VocabularyValue.TechnologyAxis, content.TechnologyAxes },
        };
        if (content.Lead?.Type is { Length: > 0 } type)
            query.Add(VocabularyValue.OrganisationType, type);
        if (call is not null)
        {
            query.Add("call", call.Code);
            query.Add(VocabularyValue.FundingBody, call.FundingBody);
        }

        return $"/fragments/funding-outcome/like-yours{query}";
    }
}
