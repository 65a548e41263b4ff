using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListVocabularies
{
    public sealed record Value(Guid Id, string Code, string English, string French);

    public sealed record Vocabulary(string Name, IReadOnlyList<Value> Values);

    public static async Task<Ok<IReadOnlyList<Vocabulary>>> Handle(VocabularyStore vocabularies, CancellationToken stop)
    {
        var values = (await vocabularies.All(stop)).ToLookup(value => value.Vocabulary);
        return TypedResults.Ok<IReadOnlyList<Vocabulary>>(
        [
            .. VocabularyValue.Vocabularies.Select(name => new Vocabulary(
                name, [.. values[name].Select(value => new Value(value.Id, value.Code, value.English, value.French))])),
        ]);
    }

    public static async Task<RazorComponentResult<ListVocabulariesPage>> Page(VocabularyStore vocabularies, Caller caller, CancellationToken stop) =>
        Pages.Show<ListVocabulariesPage>(new { Values = await vocabularies.All(stop), Administers = caller.Is(Roles.Administrator) });
}
