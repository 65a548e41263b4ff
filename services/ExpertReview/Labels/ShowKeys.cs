using System.Text;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>The public keys, for anybody, with how to check a label without asking this server.</summary>
public static class ShowKeys
{
    public static RazorComponentResult<KeysPage> Page(LabelKeys keys) => Pages.Show<KeysPage>(new { Keys = keys.Published });

    public static Results<FileContentHttpResult, NotFoundProblem> File(string id, LabelKeys keys) =>
        keys.Published.FirstOrDefault(key => key.Id == id) is { } key
            ? TypedResults.File(Encoding.ASCII.GetBytes(key.Pem), "application/x-pem-file", $"label-key-{key.Id}.pem")
            : Problems.NotFound();
}
