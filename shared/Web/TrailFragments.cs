using Labelling.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Web;

/// <summary>Whose part of a dossier's trail a fragment shows.</summary>
public enum TrailOf
{
    /// <summary>The dossier itself.</summary>
    Dossier,

    /// <summary>Its interviews.</summary>
    Interviews,

    /// <summary>Its reviews, the committee, the label.</summary>
    Reviews,

    /// <summary>What funding bodies answered.</summary>
    Funding,
}

/// <summary>The piece of a dossier's trail that one service owns.</summary>
public static class TrailFragments
{
    /// <summary>What each piece is called, in the reader's language.</summary>
    public static string NameOf(TrailOf part) => part switch
    {
        TrailOf.Dossier => Text.Trail_Dossier,
        TrailOf.Interviews => Text.Trail_Interviews,
        TrailOf.Reviews => Text.Trail_Reviews,
        TrailOf.Funding => Text.Trail_Funding,
    };

    /// <summary>Nothing for whoever may read nothing, as for a dossier that is not there.</summary>
    public static Results<RazorComponentResult<TrailFragment>, NoContent> Show(TrailOf part, TrailView? trail) => trail is { Lines.Count: > 0 }
        ? Pages.Show<TrailFragment>(new { Title = NameOf(part), Trail = trail })
        : TypedResults.NoContent();
}
