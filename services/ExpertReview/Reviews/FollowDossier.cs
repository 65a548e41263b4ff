using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

// What becomes of a dossier elsewhere, one listener an event. They only fold the fact into the dossier
// (DossierUnderReview.Hear knows what is newer); a dossier that is gone takes its open invitations with it.

public sealed class KeepProgramme : IListener<ProgrammePublished>
{
    public async Task<Heard> Hear(ProgrammePublished happened, Transaction transaction)
    {
        await ProgrammeStore.Keep(transaction, ProgrammeSettings.From(happened));
        return Heard.Applied;
    }
}

public sealed class KeepDossierVersion : IListener<DossierSubmitted>
{
    public async Task<Heard> Hear(DossierSubmitted happened, Transaction transaction)
    {
        await DossierStore.Deposit(transaction, happened);
        return Heard.Applied;
    }
}

public sealed class RecordAdmission : IListener<DossierAdmitted>
{
    public Task<Heard> Hear(DossierAdmitted happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordRefusedAdmission : IListener<DossierRefusedAdmission>
{
    public Task<Heard> Hear(DossierRefusedAdmission happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordCorrectionRequest : IListener<CorrectionRequested>
{
    public Task<Heard> Hear(CorrectionRequested happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordWithdrawal : IListener<DossierWithdrawn>
{
    public Task<Heard> Hear(DossierWithdrawn happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordInterviewBooking : IListener<InterviewBooked>
{
    public Task<Heard> Hear(InterviewBooked happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordInterviewCancelled : IListener<InterviewCancelled>
{
    public Task<Heard> Hear(InterviewCancelled happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class RecordInterviewHeld : IListener<InterviewHeld>
{
    public Task<Heard> Hear(InterviewHeld happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class MoveGate : IListener<InterviewConcluded>
{
    public Task<Heard> Hear(InterviewConcluded happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

public sealed class OpenGateByWaiver : IListener<InterviewWaived>
{
    public Task<Heard> Hear(InterviewWaived happened, Transaction transaction) =>
        Follow.Change(transaction, happened.DossierId, dossier => dossier.Hear(happened));
}

static class Follow
{
    public static async Task<Heard> Change(Transaction transaction, Guid dossierId, Func<DossierUnderReview, DossierUnderReview> hear)
    {
        if (await DossierStore.Change(transaction, dossierId, hear) is not { } dossier)
            return Heard.NotYet;
        if (dossier.Withdrawn)
            await InvitationStore.CancelOpen(transaction, dossier.Id, "The dossier was withdrawn.");
        else if (dossier.Inadmissible)
            await InvitationStore.CancelOpen(transaction, dossier.Id, "The dossier was found inadmissible.");
        return Heard.Applied;
    }
}
