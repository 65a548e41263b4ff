using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>A file that came as evidence, for whoever reads the decision.</summary>
public static class DownloadEvidence
{
    public static async Task<Results<AttachmentFile, NotFoundProblem, ConflictProblem>> Handle(
        string number, Guid id, LabelStore labels, LabelAccess access, EvidenceFileStore evidence, EvidenceFolder folder, Caller caller, CancellationToken stop)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop)
            || (await evidence.OfLabel(label.Id, stop)).FirstOrDefault(one => one.Id == id) is not { } file)
            return Problems.NotFound();
        return AttachmentFile.WhyNot(file.Scan) is { } refusal
            ? Problems.Conflict(refusal)
            : new AttachmentFile(file.Name, file.MediaType, file.Sha256, folder.Files);
    }
}
