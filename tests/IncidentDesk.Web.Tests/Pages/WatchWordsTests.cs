using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Incidents.Watching;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class WatchWordsTests
{
    [Fact]
    public void An_update_says_whom_it_reaches_before_it_goes()
    {
        var (ana, bo, cy) = (Watcher(Samples.Ana, ContactKind.Email), Watcher(Samples.Bo, ContactKind.Email), Watcher(Guid.NewGuid(), ContactKind.InApp));
        WatchWords.Reaches([ana, bo], Samples.Ana).ShouldBe("Reaches 1 watcher by email.");
        WatchWords.Reaches([ana, bo, Watcher(Guid.NewGuid(), ContactKind.Webhook), cy], Samples.Ana).ShouldBe("Reaches 3 watchers: 1 by email, 1 by webhook, 1 in-app only.");
        WatchWords.Reaches([ana, cy], Samples.Ana).ShouldBe("Reaches 1 watcher in-app only.");
        WatchWords.Reaches([ana], Samples.Ana).ShouldBe("No one else watches this incident: the update is shown here only.");
    }

    [Theory]
    [InlineData(WatchKind.Incident, WatchReason.Acknowledged, "You watch this because you acknowledged it.")]
    [InlineData(WatchKind.Incident, WatchReason.Chosen, "You watch this incident.")]
    [InlineData(WatchKind.Team, WatchReason.Chosen, "You watch this because you watch the team Shop.")]
    public void Whoever_watches_reads_why(WatchKind kind, WatchReason reason, string words) => WatchWords.WhyYou(new WatchSource(kind, reason, "Shop")).ShouldBe(words);

    private static Watcher Watcher(Guid id, ContactKind kind) => new(id, "W", [new WatchSource(WatchKind.Incident, WatchReason.Chosen, null)],
        new NotificationPlan(kind == ContactKind.InApp ? [] : [new PlannedNotification(Guid.NewGuid(), kind, TimeSpan.Zero, "")], kind != ContactKind.InApp));
}
