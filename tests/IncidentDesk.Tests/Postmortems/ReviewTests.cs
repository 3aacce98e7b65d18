using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Tests.Postmortems;

/// <summary>The way from draft to published, who is told, and what the inbox and the digest say.</summary>
public sealed class ReviewTests : LookBack
{
    [Fact]
    public async Task It_is_asked_for_returned_approved_published_and_reopened_and_nothing_else_was_sent()
    {
        var postmortem = await StartedAsync();
        (await Review.RequestAsync(postmortem.Id, [], By(Bo))).Fields().ShouldBe(["reviewerIds"]);
        (await Review.RequestAsync(postmortem.Id, [Bo.Id, Guid.NewGuid()], By(Bo))).Fields().ShouldBe(["reviewerIds[0]", "reviewerIds[1]"]);
        (await Review.RequestAsync(postmortem.Id, [Chen.Id], By(Bo))).Value.Status.ShouldBe(PostmortemStatus.InReview);
        await Desk.RunAsync();
        Mails().ShouldBe([("chen@example.com", "Please review the postmortem of INC-1")]);

        (await Review.ApproveAsync(postmortem.Id, null, By(Bo))).Refusal.ShouldBeOfType<Refusal.Forbidden>();
        (await Review.ReturnAsync(postmortem.Id, "Say who felt it", By(Chen))).Value.Status.ShouldBe(PostmortemStatus.Draft);
        (await Review.RequestAsync(postmortem.Id, [Chen.Id, Ana.Id, Chen.Id], By(Bo))).Value.Round.ShouldBe(2);
        (await Review.PublishAsync(postmortem.Id, null, null, By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>();
        await Desk.RunAsync();
        (await Review.ApproveAsync(postmortem.Id, "Good", By(Chen))).Succeeded.ShouldBeTrue();

        var section = (await ViewAsync(postmortem.Id)).Section(SectionKind.Impact);
        (await ViewAsync(postmortem.Id)).ThisRound.Single(r => r.ReviewerId == Chen.Id).ChangedSince.ShouldBeFalse();
        section = SectionOf((await Write.SaveSectionAsync(postmortem.Id, section.Id, "1,240 orders", section.Version, By(Bo))).Value);
        (await ViewAsync(postmortem.Id)).ThisRound.Single(r => r.ReviewerId == Chen.Id).ChangedSince.ShouldBeTrue();
        (await Review.PublishAsync(postmortem.Id, null, null, By(Bo))).Value.PublishReason.ShouldBeNull();

        (await Write.SaveSectionAsync(postmortem.Id, section.Id, "more", section.Version, By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>().Message.ShouldContain("read-only");
        (await Write.AddFactorAsync(postmortem.Id, "late", By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>();
        (await Review.RequestAsync(postmortem.Id, [Chen.Id], By(Bo))).Refusal.ShouldBeOfType<Refusal.Conflict>();
        (await Review.ReopenAsync(postmortem.Id, By(Chen))).Refusal.ShouldBeOfType<Refusal.Forbidden>();
        (await Review.ReopenAsync(postmortem.Id, By(Bo))).Value.Status.ShouldBe(PostmortemStatus.Draft);
        (await Write.SaveSectionAsync(postmortem.Id, section.Id, "more", section.Version, By(Bo))).Succeeded.ShouldBeTrue();

        await Desk.RunAsync();
        Mails().Skip(1).ShouldBe(
        [
            ("bo@example.com", "Chen requested changes to the postmortem of INC-1"), ("chen@example.com", "Please review the postmortem of INC-1"),
            ("ana@example.com", "Please review the postmortem of INC-1"),
        ], ignoreOrder: true, "that Chen approved was needless once Bo had published");
        (await AuditAsync(postmortem.Id)).ShouldBe(["Bo postmortem.started", "Bo postmortem.review-requested", "Chen postmortem.returned", "Bo postmortem.review-requested",
            "Chen postmortem.approved", "Bo postmortem.section-saved", "Bo postmortem.published", "Bo postmortem.reopened", "Bo postmortem.section-saved"]);
    }

    [Fact]
    public async Task A_manager_may_publish_without_an_approval_and_says_why_and_a_request_that_waits_is_taken_back()
    {
        var postmortem = await StartedAsync();
        await Review.RequestAsync(postmortem.Id, [Chen.Id], By(Bo));
        (await Review.PublishAsync(postmortem.Id, null, null, By(Ana))).Fields().ShouldBe(["reason"]);
        (await Review.PublishAsync(postmortem.Id, "Everybody was in the room", postmortem.Version, By(Ana))).Refusal.ShouldBeOfType<Refusal.Stale>();
        (await Review.PublishAsync(postmortem.Id, "Everybody was in the room", null, By(Ana))).Value.PublishReason.ShouldBe("Everybody was in the room");
        await Desk.RunAsync();
        (await Desk.AllAsync<Notification>()).Single(n => n.PersonId == Chen.Id && n.Method == ContactKind.Email)
            .ShouldSatisfyAllConditions(n => n.Status.ShouldBe(NotificationStatus.Cancelled), n => n.Reason.ShouldBe("cancelled: Ana published it"));
        Smtp.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_inbox_holds_what_waits_and_the_digest_goes_out_once_on_monday_at_nine()
    {
        var monday = LocalDays.MorningOf("Etc/UTC", LocalDays.Monday(LocalDays.Today("Etc/UTC", await Desk.NowAsync())).AddDays(14));
        await ReachAsync(monday.AddHours(-1));
        Smtp.Mails.ShouldBeEmpty();
        var mine = await StartedAsync(Severity.Sev3);
        await Review.RequestAsync(mine.Id, [Chen.Id, Ana.Id], By(Bo));
        await Desk.RunAsync();
        var before = Smtp.Mails.Count;
        await ReachAsync(monday.AddMinutes(-1));
        Smtp.Mails.Count.ShouldBe(before);
        await ReachAsync(monday.AddMinutes(10));
        Smtp.Mails.Count.ShouldBe(before + 1);
        var mail = Smtp.Mails[^1];
        (mail.Recipients.Single(), mail.Subject).ShouldBe(("ana@example.com", "This week: 1 pending review"));
        mail.Text!.ShouldContain($"INC-{mine.IncidentNumber} Checkout error rate 38% (your review was requested)");
        mail.Text!.ShouldContain($"http://localhost:8080/postmortems/{mine.IncidentNumber}");
        mail.Text!.ShouldContain("http://localhost:8080/review");
        (await Desk.AllAsync<NotificationAttempt>()).Count(a => a.Outcome == AttemptOutcome.Sent).ShouldBe(before + 1);

        for (var hours = 1; hours < 60; hours += 7)
        {
            await ReachAsync(monday.AddHours(hours));
        }
        Smtp.Mails.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task An_empty_inbox_sends_nothing()
    {
        await Desk.TesterLeavesAsync();
        var monday = LocalDays.MorningOf("Etc/UTC", LocalDays.Monday(LocalDays.Today("Etc/UTC", await Desk.NowAsync())).AddDays(7));
        await ReachAsync(monday.AddMinutes(10));
        (await Desk.AllAsync<ReviewDigest>()).Single().ShouldSatisfyAllConditions(d => d.PersonId.ShouldBe(Ana.Id), d => d.Items.ShouldBe(0));
        (await Desk.AllAsync<Notification>()).ShouldNotContain(n => n.SubjectKind == "review-digest");
        Smtp.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task Late_postmortems_overdue_actions_and_missing_prevention_stand_in_the_inbox()
    {
        var (late, minor) = (await ResolvedAsync(Severity.Sev1), await ResolvedAsync(Severity.Sev3));
        var draft = await StartedAsync();
        var published = await StartedAsync();
        await Review.PublishAsync(published.Id, "Small", null, By(Ana));
        var today = LocalDays.Today("Etc/UTC", await Desk.NowAsync());
        var low = await ItemAsync(published.Id, today.AddDays(-30), ActionPriority.Low, ActionType.Detect);
        var high = await ItemAsync(published.Id, today.AddDays(-1), ActionPriority.High, ActionType.Process);
        await ItemAsync(published.Id, today, ActionPriority.High, ActionType.Mitigate);

        var inbox = await InboxAsync();
        inbox.Late.ShouldBeEmpty();
        inbox.Overdue.Select(a => a.Id).ShouldBe([high.Id, low.Id]);
        inbox.WithoutPrevention.Select(p => p.Id).ShouldBe([published.Id]);

        await Desk.MoveClockAsync(ReviewRules.PublishWithin + TimeSpan.FromMinutes(1));
        (await InboxAsync()).Late.Select(l => (l.IncidentNumber, l.Status)).ShouldBe([(late.Number, null), (draft.IncidentNumber, PostmortemStatus.Draft)]);
        await ItemAsync(published.Id, today.AddDays(9), ActionPriority.Low, ActionType.Prevent);
        (await InboxAsync()).WithoutPrevention.ShouldBeEmpty();
        minor.Severity.ShouldBe(Severity.Sev3);

        async Task<ReviewInbox> InboxAsync()
        {
            await using var db = await Desk.Desk.ReadAsync();
            return await db.ReviewInboxAsync(Ana.Id, today, await Desk.NowAsync(), CancellationToken.None);
        }
    }

    private async Task<ActionItem> ItemAsync(Guid postmortem, DateOnly due, ActionPriority priority, ActionType type) =>
        (await Items.CreateAsync(new ActionItemDraft("Watch the canary", Bo.Id, due, postmortem, priority, type), By(Bo))).Value;

    private static SectionView SectionOf(PostmortemSection s) => new(s.Id, s.Kind, s.Text, s.Version, s.UpdatedAt, s.UpdatedBy, []);

    private List<(string To, string Subject)> Mails() => [.. Smtp.Mails.Select(m => (m.Recipients.Single(), m.Subject))];
}
