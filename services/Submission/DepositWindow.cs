using Labelling.Hosting;

namespace Labelling.Submission;

public enum DepositAnswer
{
    TooEarly,
    Open,
    WithinGrace,
    Closed,
    CorrectionOpen,
    CorrectionOverdue,
}

/// <summary>
/// May this dossier be deposited at this instant of the server's clock? Instants are compared, never local times:
/// a closing at 12:00 in Paris is another instant in summer than in winter.
/// </summary>
public static class DepositWindow
{
    /// <summary>DOMAIN.md "The dossier": a deposit begun before the closing may still arrive for so long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A correction of what was deposited for this call has its own last day, whatever the call does;
    /// a correction that turns to another call is a deposit there as well.
    /// </summary>
    public static DepositAnswer Of(Dossier dossier, Call call, DateTimeOffset at)
    {
        if (dossier.Correction is { } correction)
        {
            if (at >= Paris.EndOfDay(correction.DueOn))
            {
                return DepositAnswer.CorrectionOverdue;
            }

            if (dossier.DepositedFor == call.Id)
            {
                return DepositAnswer.CorrectionOpen;
            }
        }

        if (at < call.Terms.OpensAt)
        {
            return DepositAnswer.TooEarly;
        }

        if (at < call.Terms.ClosesAt)
        {
            return DepositAnswer.Open;
        }

        return dossier.ConfirmationShownAt < call.Terms.ClosesAt && at <= call.Terms.ClosesAt + Grace
            ? DepositAnswer.WithinGrace
            : DepositAnswer.Closed;
    }

    /// <summary>Whether the version deposited now bears the mark; a correction keeps the mark of what it corrects.</summary>
    public static bool IsLate(Dossier dossier, DepositAnswer answer) => answer switch
    {
        DepositAnswer.WithinGrace => true,
        DepositAnswer.CorrectionOpen => dossier.Late,
        DepositAnswer.TooEarly or DepositAnswer.Open or DepositAnswer.Closed or DepositAnswer.CorrectionOverdue => false,
    };
}
