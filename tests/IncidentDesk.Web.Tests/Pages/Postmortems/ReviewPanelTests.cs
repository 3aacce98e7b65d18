using Bunit;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Pages.Postmortems;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Pages.Postmortems;

/// <summary>What the review panel offers to whom; what the desk lets them do is asked elsewhere.</summary>
public sealed class ReviewPanelTests : PageTest
{
    public ReviewPanelTests() => Services.AddSingleton(new ReviewActions(null!));

    [Fact]
    public void A_reviewer_approves_once_and_again_only_when_the_text_has_changed()
    {
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Asked)).ShouldBe(["Approve", "Send back"]);
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Approved)).ShouldBe(["Send back", "Publish"]);
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Approved) with { ChangedSince = true }).ShouldBe(["Approve", "Send back", "Publish"]);
    }

    [Fact]
    public void An_author_is_offered_no_answer_unless_a_manager_and_then_folded()
    {
        Shown(Role.Responder, Samples.Ana, Review(ReviewAnswer.Asked)).ShouldBeEmpty();
        var folded = Show(Role.Manager, Samples.Ana, PostmortemStatus.InReview, Review(ReviewAnswer.Asked)).FindAll("details:not([open])");
        folded.Select(d => d.QuerySelector("summary")!.TextContent).ShouldBe(["Send back as a manager", "Ask somebody else too", "Publish without an approval"]);
    }

    [Fact]
    public void Publishing_a_draft_is_for_managers_and_folded()
    {
        Show(Role.Responder, Samples.Ana, PostmortemStatus.Draft).FindAll("details").Count.ShouldBe(1);
        var panel = Show(Role.Manager, Samples.Ana, PostmortemStatus.Draft);
        panel.Find("details:not([open]) > summary").TextContent.ShouldBe("Publish without an approval");
    }

    /// <summary>The buttons in which a review is answered or the postmortem published.</summary>
    private IEnumerable<string> Shown(Role role, Guid author, params ReviewView[] reviews) =>
        Show(role, author, PostmortemStatus.InReview, reviews).FindAll("button").Select(b => b.TextContent.Trim()).Where(t => t is "Approve" or "Send back" or "Publish");

    private static ReviewView Review(ReviewAnswer answer) => new(1, Samples.Ana, "Ana", "Bo", Samples.Start, answer, null, null, false);

    private IRenderedComponent<ReviewPanel> Show(Role role, Guid author, PostmortemStatus status, params ReviewView[] reviews) => Render<ReviewPanel>(with => with
        .Add(p => p.Who, Samples.Reader(role)).Add(p => p.Now, Samples.Start).Add(p => p.View, new PostmortemView(
            Guid.NewGuid(), Samples.Incident(status: IncidentStatus.Resolved), status, author, "the author", Samples.Start, 1, null, null, null, 1,
            new IncidentFacts(Samples.Start, null, null, null, 0, []), [], author == Samples.Ana ? [.. reviews.Select(r => r with { ReviewerId = Samples.Bo })] : reviews, [])));
}
