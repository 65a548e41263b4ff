using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>The form of a request that names nothing but the revision it was made for.</summary>
static class RevisionShape
{
    /// <summary>Null: it is one.</summary>
    public static ValidationProblem? WhyNot(long revision) => revision > 0 ? null
        : Problems.Invalid("revision", "Give the revision you read.", "Donnez la révision que vous avez lue.");
}
