using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Timeline;
using IncidentDesk.Web.Pages.Incidents;
using IncidentDesk.Web.Pages.Incidents.Room;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class RoomWordsTests
{
    private static readonly DateTimeOffset At = Samples.Start;

    [Theory]
    [InlineData(170, "Bo in 2m 50s", "Bo")]
    [InlineData(40, "Ana and Bo in 40s", "Ana", "Bo")]
    [InlineData(3600, "Ana, Bo and 2 more in 1h", "Ana", "Bo", "Chen", "Dag")]
    [InlineData(0, "Bo now", "Bo")]
    [InlineData(-30, "Bo now", "Bo")]
    [InlineData(60, "No one, then the next step in 1m")]
    public void The_next_step_counts_down(int seconds, string said, params string[] names) =>
        IncidentWords.Next(Samples.Next(At.AddSeconds(seconds), names), Samples.Checkout, At).ShouldBe(said);

    [Fact]
    public void Whoever_is_next_themselves_reads_you_and_first()
    {
        var next = Samples.Next(At.AddSeconds(40), "Ana", "Bo") with { PersonIds = [Samples.Ana, Samples.Bo] };
        IncidentWords.Next(next, Samples.Bo, At).ShouldBe("You and Ana in 40s");
        IncidentWords.Next(next with { Names = ["Bo"], PersonIds = [Samples.Bo] }, Samples.Bo, At).ShouldBe("You in 40s");
    }

    [Theory]
    [InlineData(NotificationStatus.Queued, ContactKind.Email, 0, 300, "in 5m")]
    [InlineData(NotificationStatus.Queued, ContactKind.Email, 0, 0, "queued")]
    [InlineData(NotificationStatus.Queued, ContactKind.Email, 1, 0, "retrying")]
    [InlineData(NotificationStatus.Sending, ContactKind.Email, 1, 0, "being sent")]
    [InlineData(NotificationStatus.Sent, ContactKind.Email, 1, 0, "sent")]
    [InlineData(NotificationStatus.Sent, ContactKind.InApp, 0, 0, "not seen yet")]
    [InlineData(NotificationStatus.Delivered, ContactKind.InApp, 0, 0, "seen")]
    [InlineData(NotificationStatus.Delivered, ContactKind.Webhook, 1, 0, "delivered")]
    [InlineData(NotificationStatus.Failed, ContactKind.Webhook, 1, 0, "failed")]
    [InlineData(NotificationStatus.Cancelled, ContactKind.Email, 0, 300, "cancelled")]
    public void Tried_sent_and_delivered_are_different_words(NotificationStatus status, ContactKind method, int attempts, int dueIn, string word) =>
        NotificationWords.State(Told(status, method, attempts, dueIn), At).Word.ShouldBe(word);

    [Fact]
    public void A_reason_is_a_sentence()
    {
        NotificationWords.Why(Told(NotificationStatus.Cancelled) with { Reason = "cancelled: Ana acknowledged" }).ShouldBe("Cancelled: Ana acknowledged.");
        NotificationWords.Why(Told(NotificationStatus.Failed) with { Reason = "Refused." }).ShouldBe("Refused.");
        NotificationWords.Why(Told(NotificationStatus.Failed) with { Reason = "" }).ShouldBe("No reason was kept.");
    }

    [Theory]
    [InlineData(NotificationStatus.Queued, true)]
    [InlineData(NotificationStatus.Failed, true)]
    [InlineData(NotificationStatus.Sending, false)]
    [InlineData(NotificationStatus.Sent, false)]
    [InlineData(NotificationStatus.Cancelled, false)]
    public void Why_a_message_has_not_gone_out_is_said_while_it_has_not(NotificationStatus status, bool said) =>
        NotificationWords.Trouble(Told(status) with { Attempts = [new(1, At, At, AttemptOutcome.Deferred, "No mail server is set.")] }).ShouldBe(said ? "No mail server is set." : null);

    [Fact]
    public void Tries_that_ended_alike_share_a_line()
    {
        AttemptView[] attempts =
        [
            .. Enumerable.Range(1, 16).Select(i => new AttemptView(i, At.AddMinutes(i - 1), At, AttemptOutcome.Deferred, "No mail server is set.")),
            new(17, At.AddMinutes(20), At, AttemptOutcome.Unknown, null),
            new(18, At.AddMinutes(21), At, AttemptOutcome.Sent, "250 queued"),
        ];
        NotificationWords.Attempts(attempts, "Europe/Stockholm").ShouldBe(
        [
            "Attempts 1 to 16, 02:12 to 02:27: temporary failure, retrying. No mail server is set.",
            "Attempt 17, 02:32: delivery unknown.",
            "Attempt 18, 02:33: accepted by provider. 250 queued",
        ]);
    }

    [Fact]
    public void People_stand_in_the_order_of_their_part_each_with_their_latest_page_first()
    {
        var (ana, bo, chen) = (Samples.Ana, Samples.Bo, Samples.Checkout);
        var first = Page(ana, "Ana", 0);
        var second = Page(bo, "Bo", 5);
        var third = Page(ana, "Ana", 10);
        var told = Told(NotificationStatus.Sent) with { PageId = third.Id };
        var incident = Samples.Incident() with { AcknowledgedById = bo, AcknowledgedBy = "Bo" };

        var people = PeopleRows.Of(incident, new RoomClimb(null, [first, second, third], [told], null), [new RoleView(IncidentRole.Commander, chen, "Chen", null, null, null)]);

        people.Select(p => (p.Name, p.Part)).ShouldBe([("Bo", "acknowledged"), ("Chen", "incident commander"), ("Ana", "paged")]);
        people[2].Pages.Select(p => p.Page).ShouldBe([third, first]);
        people[2].Pages[0].Messages.ShouldBe([told]);
        people[1].Pages.ShouldBeEmpty();
    }

    [Fact]
    public void The_timeline_grows_at_both_ends_without_doubles_and_knows_when_it_is_whole()
    {
        var timeline = new RoomTimeline();
        timeline.Show([Entry(5), Entry(4)]);
        timeline.HasOlder.ShouldBeTrue();
        timeline.Join([Entry(6), Entry(5)]);
        timeline.Join([Entry(3), Entry(2), Entry(1)]);
        timeline.Items.Select(i => i.Seq).ShouldBe([6, 5, 4, 3, 2, 1]);
        timeline.HasOlder.ShouldBeFalse();
        timeline.ArrivedAfter.ShouldBe(5);
    }

    [Fact]
    public void Only_a_note_needs_its_author_named_because_other_sentences_name_theirs()
    {
        var timeline = new RoomTimeline();
        timeline.Show([Entry(2, "note", "rolled back"), Entry(1, "acknowledged", "Ana acknowledged.")]);
        timeline.Items.Select(i => i.Actor).ShouldBe(["Ana", null]);
    }

    private static PageView Page(Guid person, string name, int minute) =>
        new(Guid.NewGuid(), person, name, 0, 0, "named in the policy", null, null, At.AddMinutes(minute));

    private static TimelineEntry Entry(long seq, string kind = "paged", string text = "Paged Bo.") => new() { Seq = seq, At = At.AddSeconds(seq), Kind = kind, Actor = "Ana", Text = text };

    private static NotificationView Told(NotificationStatus status, ContactKind method = ContactKind.Email, int attempts = 0, int dueIn = 0) => new(
        Guid.NewGuid(), Samples.Ana, "Ana", method, null, status, "by the rule", "SEV1 Checkout", "/incidents/42", Samples.Checkout, At, At.AddSeconds(dueIn), null, null,
        [.. Enumerable.Range(1, attempts).Select(i => new AttemptView(i, At, null, AttemptOutcome.Deferred, null))], null);
}
