using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>What the interview came to, as far as the life of a dossier shows it.</summary>
public enum InterviewWord
{
    Proceed,
    ProceedWithAdvice,
    Replan,
    Redirect,
    Waived,
}

/// <summary>The last word heard of a dossier's interview.</summary>
public sealed record InterviewHeard
{
    public required InterviewWord LastWord { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>With Replan: the day to come back for.</summary>
    public DateOnly? ReplanTo { get; init; }

    /// <summary>True: the dossier goes on to expert review; a new version changes nothing of it.</summary>
    public bool OpensTheGate => LastWord is InterviewWord.Proceed or InterviewWord.ProceedWithAdvice or InterviewWord.Waived;

    public static InterviewWord Of(InterviewRecommendation recommendation) => recommendation switch
    {
        InterviewRecommendation.Proceed => InterviewWord.Proceed,
        InterviewRecommendation.ProceedWithAdvice => InterviewWord.ProceedWithAdvice,
        InterviewRecommendation.Replan => InterviewWord.Replan,
        InterviewRecommendation.Redirect => InterviewWord.Redirect,
    };

    /// <summary>An older word never overwrites a newer one.</summary>
    public static async Task Keep(Transaction transaction, Guid dossierId, InterviewWord word, DateTimeOffset at, long sequence, DateOnly? replanTo = null)
    {
        var values = new { DossierId = dossierId, LastWord = word.ToString(), At = at, Sequence = sequence, ReplanTo = replanTo };
        var changed = await transaction.Execute(
            """
            update DossierInterview
            set LastWord = case when Sequence < @Sequence then @LastWord else LastWord end,
                At = case when Sequence < @Sequence then @At else At end,
                ReplanTo = case when Sequence < @Sequence then @ReplanTo else ReplanTo end,
                Sequence = case when Sequence < @Sequence then @Sequence else Sequence end
            where DossierId = @DossierId
            """,
            values);
        if (changed == 0)
        {
            await transaction.Execute(
                """
                insert into DossierInterview (DossierId, LastWord, At, Sequence, ReplanTo)
                values (@DossierId, @LastWord, @At, @Sequence, @ReplanTo)
                """,
                values);
        }
    }
}

/// <summary>The office did without the interview: the gate is open.</summary>
public sealed class NoteWaiver : IListener<InterviewWaived>
{
    public async Task<Heard> Hear(InterviewWaived happened, Transaction transaction)
    {
        await InterviewHeard.Keep(transaction, happened.DossierId, InterviewWord.Waived, happened.At, happened.Sequence);
        return Heard.Applied;
    }
}
