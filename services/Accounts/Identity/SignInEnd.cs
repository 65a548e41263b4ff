using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>How long this browser stays signed in, for the page that warns before it ends.</summary>
public static class SignInEnd
{
    /// <param name="Left">Seconds, if nothing more is asked.</param>
    /// <param name="Last">Seconds, however much is asked.</param>
    public sealed record View(int Left, int Last);

    /// <summary>Asking does not make it longer.</summary>
    public static Results<Ok<View>, NotFoundProblem> Ask(HttpContext context, TimeProvider clock)
    {
        if (SignIn.EndOf(context) is not var (unused, last))
            return Problems.NotFound();
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new View((int)(unused - now).TotalSeconds, (int)(last - now).TotalSeconds));
    }

    /// <summary>The cookie goes anew with the answer, as with that of any page.</summary>
    public static Results<Ok<View>, NotFoundProblem> Extend(HttpContext context, TimeProvider clock) => Ask(context, clock);
}
