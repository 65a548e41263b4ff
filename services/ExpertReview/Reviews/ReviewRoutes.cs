using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

static class ReviewRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var invitations = app.MapGroup("/api/invitations").WithTags("Reviews");
        invitations.MapGet("/", ListInvitations.Handle).For(Roles.Expert, Roles.Office).Limited(Limits.List)
            .WithSummary("My invitations as an expert; as office those of everybody, of one dossier with ?dossierId=.");
        invitations.MapGet("/{id:guid}", ShowInvitation.Handle).For(Roles.Expert, Roles.Office)
            .WithSummary("An invitation; once accepted with the grid, the version to read and the review so far.");
        invitations.MapPost("/{id:guid}/accept", AcceptInvitation.Handle).For(Roles.Expert)
            .WithSummary("Accepts, declaring that there is no conflict of interest.");
        invitations.MapPost("/{id:guid}/decline", DeclineInvitation.Handle).For(Roles.Expert)
            .WithSummary("Declines, with a reason; access to the dossier ends at once.");
        invitations.MapPost("/{id:guid}/declare-conflict", DeclareConflict.Handle).For(Roles.Expert)
            .WithSummary("Declares a conflict of interest; access to the dossier ends at once.");
        invitations.MapPut("/{id:guid}/review", WriteReview.Handle).For(Roles.Expert)
            .WithSummary("Saves the review as far as it is written.");
        invitations.MapPatch("/{id:guid}/review/fields", SaveReviewFields.Handle).For(Roles.Expert)
            .WithSummary("Saves changed fields of the review, each with the value it was changed from.");
        invitations.MapPost("/{id:guid}/submit", SubmitReview.Handle).For(Roles.Expert)
            .WithSummary("Submits a complete review.");
        invitations.MapGet("/{id:guid}/other-reviews", ShowOtherReviews.Handle).For(Roles.Expert)
            .WithSummary("The other experts' reviews without names, once all are in.");
        invitations.MapPost("/{id:guid}/reopen", ReopenReview.Handle).For(Roles.Office)
            .WithSummary("Gives a submitted review back to its expert, with a reason.");
        invitations.MapPost("/{id:guid}/cancel", CancelInvitation.Handle).For(Roles.Office)
            .WithSummary("Takes an invitation back, with a reason.");

        invitations.MapPost("/{id:guid}/replace", ReplaceExpert.Handle).For(Roles.Office)
            .WithSummary("Takes an invitation back and invites somebody else, in one step and under the same rules.");

        MapPages(app);

        app.MapGet("/api/synthesis/{dossierId:guid}", ShowSynthesis.Handle)
            .For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Member).WithTags("Reviews")
            .WithSummary("What the reviews of a dossier say together, disagreement first.");
        app.MapGet("/api/synthesis/{dossierId:guid}/access", ExplainReviewAccess.Handle).ForAnyone().WithTags("Reviews")
            .WithSummary("Why one may do something with a dossier's reviews, item and decision or not; for the office also ?person=.");
        app.MapGet("/api/synthesis/{dossierId:guid}/trail", ShowReviewTrail.Handle).ForAnyone().WithTags("Reviews")
            .WithSummary("What experts and committee did about a dossier, line by line, as far as the caller may know it.");
        app.MapGet("/fragments/expert-review/trail", ShowReviewTrail.Fragment).ForAnyone().ExcludeFromDescription();
        app.MapGet("/api/reviews/dossiers", ListDossiersUnderReview.Handle).For(Roles.Office, Roles.Chair).Limited(Limits.List).WithTags("Reviews")
            .WithSummary("Dossiers and how far their reviews are; with ?open=true those that may be reviewed now.");
    }

    static void MapPages(IEndpointRouteBuilder app)
    {
        var pieces = app.MapGroup("/fragments/expert-review").ExcludeFromDescription();
        pieces.MapGet("/synthesis", ShowSynthesis.Fragment).ForAnyone();
        pieces.MapGet("/scores", ShowReviewFigures.Scores).ForAnyone().Limited(Limits.List);
        pieces.MapGet("/load", ShowReviewFigures.Load).ForAnyone().Limited(Limits.List);

        var pages = app.MapGroup("/reviews").ExcludeFromDescription();
        pages.MapGet("/", ListReviews.Page).For(Roles.Expert).Limited(Limits.List);
        pages.MapGet("/board", ListReviews.Board).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/figures", ShowReviewFigures.Page).For(Roles.Office, Roles.Chair, Roles.ViceChair).Limited(Limits.List);
        pages.MapGet("/selection", ExportSelection.Handle).For(Roles.Office, Roles.Chair, Roles.ViceChair).Limited(Limits.List);
        pages.MapGet("/decline", DeclineByMail.Page).AllowAnonymous().Limited(Limits.SignIn);
        pages.MapPost("/decline", DeclineByMail.HandleForm).AllowAnonymous().Limited(Limits.SignIn);
        pages.MapGet("/{id:guid}", ShowReview.Page).For(Roles.Expert, Roles.Office);
        pages.MapGet("/{id:guid}/dossier", ShowReview.Dossier).For(Roles.Expert);
        pages.MapGet("/{id:guid}/files/{attachmentId:guid}", ShowReview.File).For(Roles.Expert);
        pages.MapPost("/{id:guid}", ReviewForms.Save).For(Roles.Expert);
        pages.MapPost("/{id:guid}/accept", ReviewForms.Accept).For(Roles.Expert);
        pages.MapPost("/{id:guid}/decline", ReviewForms.Decline).For(Roles.Expert);
        pages.MapPost("/{id:guid}/declare-conflict", ReviewForms.Declare).For(Roles.Expert);
        pages.MapPost("/{id:guid}/reopen", OfficeReviewForms.Reopen).For(Roles.Office);
        pages.MapPost("/{id:guid}/cancel", OfficeReviewForms.Cancel).For(Roles.Office);
        pages.MapPost("/{id:guid}/replace", OfficeReviewForms.Replace).For(Roles.Office);
    }
}
