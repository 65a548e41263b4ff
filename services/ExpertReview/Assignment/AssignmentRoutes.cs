using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

static class AssignmentRoutes
{
    public static void Register(IServiceCollection services, Storage.Database database) => services
        .AddSingleton(new DraftStore(database))
        .AddSingleton<AssignmentPools>()
        .AddSingleton<Inviting>();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/invitations", AssignExpert.Handle).For(Roles.Office).WithTags("Assignment")
            .WithSummary("Invites an expert to review a dossier, if every hard rule allows it.");
        var assignments = app.MapGroup("/api/assignments").WithTags("Assignment");
        assignments.MapGet("/", ShowAssignment.Handle).For(Roles.Office)
            .WithSummary("A dossier's experts and what is missing among them.");
        assignments.MapGet("/draft", ShowDraft.Handle).For(Roles.Office)
            .WithSummary("The open proposal of who reviews what, and what it would do.");
        assignments.MapPost("/draft", ProposeAssignment.Handle).For(Roles.Office).Limited(Limits.List)
            .WithSummary("Proposes experts for the open dossiers: the worst served first, then the best total; revision 0 begins a proposal.");
        assignments.MapPost("/draft/send", SendDraft.Handle).For(Roles.Office).Limited(Limits.List)
            .WithSummary("Invites everybody proposed; who cannot be invited is named with the reason and stays in the proposal.");
        assignments.MapPost("/draft/drop", DropDraft.Handle).For(Roles.Office)
            .WithSummary("Gives the open proposal up.");
        assignments.MapGet("/draft/dossiers/{dossierId:guid}", ChangeDraft.Show).For(Roles.Office)
            .WithSummary("One dossier of the open proposal, with everybody who could be there and why, or why not.");
        assignments.MapPost("/draft/dossiers/{dossierId:guid}", ChangeDraft.Handle).For(Roles.Office)
            .WithSummary("Pins, unpins, removes, forbids or allows an expert on a dossier of the open proposal.");

        var pages = app.MapGroup("/assignment").ExcludeFromDescription();
        pages.MapGet("/", ShowDraft.Page).For(Roles.Office);
        pages.MapPost("/propose", ProposeAssignment.HandleForm).For(Roles.Office).Limited(Limits.List);
        pages.MapPost("/send", SendDraft.HandleForm).For(Roles.Office).Limited(Limits.List);
        pages.MapPost("/drop", DropDraft.HandleForm).For(Roles.Office);
        pages.MapGet("/{dossierId:guid}", ChangeDraft.Page).For(Roles.Office);
        pages.MapPost("/{dossierId:guid}", ChangeDraft.HandleForm).For(Roles.Office);
    }
}
