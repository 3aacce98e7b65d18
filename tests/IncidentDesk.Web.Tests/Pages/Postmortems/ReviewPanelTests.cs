using Bunit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
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
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Asked)).ShouldBe(["Approve", "Request changes"]);
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Approved)).ShouldBe(["Request changes", "Publish"]);
        Shown(Role.Responder, Samples.Bo, Review(ReviewAnswer.Approved) with { ChangedSince = true }).ShouldBe(["Approve", "Request changes", "Publish"]);
    }

    [Fact]
    public void An_author_is_offered_no_answer_unless_a_manager_and_then_folded()
    {
        Shown(Role.Responder, Samples.Ana, Review(ReviewAnswer.Asked)).ShouldBeEmpty();
        var folded = Show(Role.Manager, Samples.Ana, PostmortemStatus.InReview, Review(ReviewAnswer.Asked)).FindAll("details:not([open])");
        folded.Select(d => d.QuerySelector("summary")!.TextContent).ShouldBe(["Withdraw from review", "Add reviewer", "Bypass review"]);
    }

    [Fact]
    public void Publishing_a_draft_is_for_managers_and_folded()
    {
        Show(Role.Responder, Samples.Ana, PostmortemStatus.Draft).FindAll("details").Count.ShouldBe(1);
        var panel = Show(Role.Manager, Samples.Ana, PostmortemStatus.Draft);
        panel.Find("details:not([open]) > summary").TextContent.ShouldBe("Bypass review");
    }

    [Fact]
    public void What_nobody_has_written_is_said_before_anybody_approves_it()
    {
        const string Says = ".callout-warning";
        var summary = new SectionView(Guid.NewGuid(), SectionKind.Summary, "Checkout failed.", 1, Samples.Start, "Ana", []);
        foreach (var status in new[] { PostmortemStatus.Draft, PostmortemStatus.InReview })
        {
            Show(View(Samples.Ana, status) with { Sections = [summary] }).Find(Says).TextContent.Trim()
                .ShouldBe("Still empty: Impact, Timeline, Contributing factors, What went well, Lessons.");
        }
        Show(View(Samples.Ana, PostmortemStatus.InReview) with { Sections = [.. Enum.GetValues<SectionKind>().Select(k => summary with { Kind = k })] }).FindAll(Says).ShouldBeEmpty();
        Show(View(Samples.Ana, PostmortemStatus.Published) with { PublishedAt = Samples.Start }).FindAll(Says).ShouldBeEmpty();
    }

    [Fact]
    public void The_head_of_the_page_leads_whoever_can_bring_it_on_to_the_next_step_and_says_when_it_is_approved()
    {
        var (asked, approved) = (View(Samples.Bo, PostmortemStatus.InReview, Review(ReviewAnswer.Asked)), View(Samples.Bo, PostmortemStatus.InReview, Review(ReviewAnswer.Approved)));
        (asked.NextStep(Samples.Reader(Role.Responder)), asked.Word()).ShouldBe(("Submit your review", "In review"));
        (approved.NextStep(Samples.Reader(Role.Responder)), approved.Word()).ShouldBe(("Publish", "Approved"));
        approved.NextStep(Samples.Reader(Role.Viewer)).ShouldBeNull();
        View(Samples.Ana, PostmortemStatus.InReview, Review(ReviewAnswer.Asked)).NextStep(Samples.Reader(Role.Manager)).ShouldBeNull("somebody else was asked");
        View(Samples.Ana, PostmortemStatus.Draft).NextStep(Samples.Reader(Role.Responder)).ShouldBeNull();
    }

    /// <summary>The buttons in which a review is answered or the postmortem published.</summary>
    private IEnumerable<string> Shown(Role role, Guid author, params ReviewView[] reviews) =>
        Show(role, author, PostmortemStatus.InReview, reviews).FindAll("button").Select(b => b.TextContent.Trim()).Where(t => t is "Approve" or "Request changes" or "Publish");

    private static ReviewView Review(ReviewAnswer answer) => new(1, Samples.Ana, "Ana", "Bo", Samples.Start, answer, null, null, false);

    private IRenderedComponent<ReviewPanel> Show(Role role, Guid author, PostmortemStatus status, params ReviewView[] reviews) => Show(View(author, status, reviews), role);

    private IRenderedComponent<ReviewPanel> Show(PostmortemView view, Role role = Role.Responder) =>
        Render<ReviewPanel>(with => with.Add(p => p.Who, Samples.Reader(role)).Add(p => p.Now, Samples.Start).Add(p => p.View, view));

    private static PostmortemView View(Guid author, PostmortemStatus status, params ReviewView[] reviews) => new(
        Guid.NewGuid(), Samples.Incident(status: IncidentStatus.Resolved), status, author, "the author", "Etc/UTC", Samples.Start, 1, null, null, null, 1,
        new IncidentFacts(Samples.Start, null, null, null, 0, []), [], author == Samples.Ana ? [.. reviews.Select(r => r with { ReviewerId = Samples.Bo })] : reviews, []);
}
