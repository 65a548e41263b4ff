using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Editions;

/// <summary>The page of an edition, with everything it shows.</summary>
public sealed class EditionPages(Barometer barometer, ValueNames names, CountedStore dossiers)
{
    public async Task<RazorComponentResult<EditionPage>> Show(
        Edition edition, MakeEdition.Words typed, FieldErrors errors, int status, Caller caller, CancellationToken stop)
    {
        var preview = edition.Number is null ? await barometer.Preview(edition, stop) : new Preview(edition.Published, [], []);
        var behind = preview.Differences.SelectMany(table => table.Rows).SelectMany(row => row.Dossiers.Take(CoherencePiece.Most)).Distinct().ToList();
        return Pages.Show<EditionPage>(new
        {
            Edition = edition,
            Typed = typed,
            Errors = errors,
            ValueNames = await names.Read(stop),
            Preview = preview,
            Behind = (await dossiers.Seen(behind, caller, stop)).ToDictionary(dossier => dossier.Id),
        }, status);
    }
}
