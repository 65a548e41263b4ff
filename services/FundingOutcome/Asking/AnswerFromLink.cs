using Labelling.FundingOutcome.Applications;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Asking;

/// <summary>
/// The page behind a mailed link. Nobody signs in: who has the link answers, once. Opening it changes nothing, for mail scanners open
/// links too. A changed link looks like one that never was.
/// </summary>
public static class AnswerFromLink
{
    public static async Task<RazorComponentResult<AnswerPage>> Page(QuestionStore questions, TimeProvider clock, CancellationToken stop, string? code = null, string? asked = null) =>
        await Show(code ?? "", questions, clock, null, Typed.Nothing, asked is not null, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<AnswerPage>>> HandleForm(
        Typed typed, Caller caller, QuestionStore questions, TimeProvider clock, CancellationToken stop)
    {
        var code = typed.Text("code");
        var (answer, amount) = (typed.Choice<FundingAnswer>("answer"), typed.Number("amountGrantedEur"));
        if (typed["answer"] is null)
            typed.Missing("answer");
        if (amount is < 0 or > 1_000_000_000_000m || amount is { } given && decimal.Round(given, 2) != given)
            typed.Wrong("amountGrantedEur", "Give an amount in EUR, with two decimals at most.", "Donnez un montant en euros, avec deux décimales au plus.");
        if (amount is not null && answer is not (null or FundingAnswer.Funded))
            typed.Wrong("amountGrantedEur", "An amount goes with \"Funded\" only: choose that, or leave the amount empty.", "Un montant ne va qu'avec «\u202fFinancé\u202f»\u202f: choisissez cette réponse, ou laissez le montant vide.");
        Named? named = null;
        if (answer is FundingAnswer.SomebodyElse)
        {
            if (typed["name"] is null)
                typed.Missing("name");
            if (typed.Text("name").Length > 100)
                typed.Wrong("name", "Give a name of 100 characters at most.", "Donnez un nom de 100 caractères au plus.");
            if (!Mail.IsAddress(typed.Text("email")))
                typed.Wrong("email", "Give one e-mail address, as name@organisation.fr.", "Donnez une adresse électronique, comme nom@organisme.fr.");
            named = new Named(typed.Text("name"), typed.Text("email"));
        }

        if (FormRefusal.Of(typed) is { } unreadable)
            return await Show(code, questions, clock, unreadable, typed, false, stop);
        return await questions.Answer(code, answer!.Value, amount, named, caller.Address, stop) is Taken.Yes
            ? Pages.SeeOther($"/answer?code={Uri.EscapeDataString(code)}", Text.Answer_Thanks)
            : await Show(code, questions, clock, new FormRefusal(FieldErrors.None, StatusCodes.Status409Conflict), Typed.Nothing, false, stop);
    }

    /// <summary>Asks for a new link in place of an expired one. It goes where the first one went, and nowhere else.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<AnswerPage>>> Renew(Typed typed, Caller caller, QuestionStore questions, TimeProvider clock, CancellationToken stop)
    {
        var code = typed.Text("code");
        if (await questions.Find(code, stop) is null)
            return await Show(code, questions, clock, null, Typed.Nothing, false, stop);
        await questions.Renew(code, caller.Address, stop);
        return Pages.SeeOther($"/answer?code={Uri.EscapeDataString(code)}&asked=yes");
    }

    static async Task<RazorComponentResult<AnswerPage>> Show(
        string code, QuestionStore questions, TimeProvider clock, FormRefusal? refusal, Typed typed, bool asked, CancellationToken stop)
    {
        var question = code.Length is > 0 and <= 100 ? await questions.Find(code, stop) : null;
        var state = question?.State(clock.GetUtcNow());
        return Pages.Show<AnswerPage>(
            new
            {
                Code = code,
                Shown = question is null ? null : new QuestionShown(question.Title, question.Call, question.FundingBody, state!.Value, question.Answer, question.AnsweredAt),
                Errors = refusal?.Errors ?? FieldErrors.None,
                Typed = typed,
                Asked = asked,
            },
            state is null ? StatusCodes.Status404NotFound
                : state is LinkState.Expired ? StatusCodes.Status410Gone
                : refusal?.Status ?? StatusCodes.Status200OK);
    }
}

/// <summary>All that whoever has the link may read.</summary>
public sealed record QuestionShown(string Title, string Call, string FundingBody, LinkState State, FundingAnswer? Answer, DateTimeOffset? AnsweredAt);

public static class AnswerWords
{
    public static string Name(FundingAnswer answer) => answer switch
    {
        FundingAnswer.Funded => Text.Answer_Funded,
        FundingAnswer.ReserveList => Text.Answer_ReserveList,
        FundingAnswer.Refused => Text.Answer_Refused,
        FundingAnswer.Withdrawn => Text.Answer_Withdrawn,
        FundingAnswer.NotYet => Text.Answer_NotYet,
        FundingAnswer.SomebodyElse => Text.Answer_SomebodyElse,
    };
}
