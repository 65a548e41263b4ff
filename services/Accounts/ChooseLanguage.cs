using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts;

/// <summary>The language switch of every page.</summary>
public static class ChooseLanguage
{
    public static async Task<SeeOther> Handle(HttpContext context, CancellationToken stop)
    {
        var form = await SentForm.Of(context.Request, stop);
        if ($"{form["language"]}" is var language && Languages.All.Contains(language))
            Languages.Remember(context, language);
        return Pages.SeeOther($"{form["return"]}" is var path && Pages.IsLocal(path) ? path : "/");
    }
}
