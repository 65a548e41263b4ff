using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Asking;

/// <summary>Asks for results that are due. Each question has a unique row, so that it leaves once, however many processes look and however often.</summary>
public sealed partial class AskForResults(Database database, QuestionStore questions, TimeProvider clock, ILogger<AskForResults> log)
    : Sweep(TimeSpan.FromMinutes(5), clock)
{
    protected override Task Tick(CancellationToken stop) => questions.AskDue(stop);

    protected override void Failed(Exception failure) => Failed(database.Name, failure);

    [LoggerMessage(LogLevel.Warning, "{Service} could not ask for funding results and tries again in five minutes")]
    partial void Failed(string service, Exception failure);
}
