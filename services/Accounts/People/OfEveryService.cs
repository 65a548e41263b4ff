using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts.People;

/// <summary>Pages that put together what every service has: mails that left, and how long what is kept.</summary>
public static class OfEveryService
{
    static readonly IReadOnlyList<string> Services =
        [EventCatalogue.Accounts, EventCatalogue.Submission, EventCatalogue.PreInterview, EventCatalogue.ExpertReview, EventCatalogue.FundingOutcome];

    public static RazorComponentResult<FragmentsPage> Mail() =>
        Pages.Show<FragmentsPage>(new { Title = Text.Mail_Title, Lead = Text.Mail_Lead, Sources = (IReadOnlyList<string>)[.. Services.Select(MailLog.Fragment)] });

    public static RazorComponentResult<FragmentsPage> Kept() =>
        Pages.Show<FragmentsPage>(new { Title = Text.Retention_Title, Lead = Text.Retention_Lead, Sources = (IReadOnlyList<string>)[.. Services.Select(Retention.Fragment)] });
}
