using Bunit;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Tests.Components;

public sealed class TimelineViewTests : ComponentTest
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> & \u202Eabc 🔥";

    [Fact]
    public void Whatever_an_entry_contains_is_shown_as_text()
    {
        var view = Show(new TimelineItem(1, Now, "note", Hostile, Hostile));
        view.FindAll("script").ShouldBeEmpty();
        view.FindAll("img").ShouldBeEmpty();
        view.Find(".timeline-text").TextContent.ShouldBe(Hostile);
        view.Find(".timeline-actor").TextContent.ShouldBe(Hostile);
    }

    [Fact]
    public void An_address_is_a_link_without_what_ends_the_sentence_and_nothing_else_is()
    {
        const string Said = "See https://wiki.example/Foo_(bar). Not javascript:alert(1), (HTTP://x.example/?b=1&c=2!) https://.";
        var view = Show(new TimelineItem(1, Now, "note", "Ana", Said));
        view.Find(".timeline-text").TextContent.ShouldBe(Said);
        view.FindAll(".timeline-text a").Select(a => a.GetAttribute("href")).ShouldBe(["https://wiki.example/Foo_(bar)", "HTTP://x.example/?b=1&c=2"]);
    }

    [Fact]
    public void A_long_text_is_folded_and_whole_inside()
    {
        var said = string.Join('\n', Enumerable.Range(1, 400).Select(i => $"line {i}"));
        var view = Show(new TimelineItem(2, Now, "note", "Ana", said), new TimelineItem(1, Now, "note", "Bo", "short"));
        view.Find("#entry-2 details > .timeline-text").TextContent.ShouldBe(said);
        view.Find("#entry-2 summary .timeline-text").TextContent.Length.ShouldBeLessThan(600);
        view.FindAll("#entry-1 details").ShouldBeEmpty();
    }

    [Fact]
    public void Entries_stay_in_the_given_order_under_the_local_day()
    {
        var view = Show(
            new TimelineItem(3, Now, "acknowledged", "Ana", "acknowledged"),
            new TimelineItem(2, Now.AddMinutes(-30), "paged", null, "Paged Ana"),
            new TimelineItem(1, Now.AddHours(-4), "triggered", null, "Triggered"));
        view.FindAll(".timeline-day").Select(day => day.TextContent).ShouldBe(["Sunday 22 November 2026", "Saturday 21 November 2026"]);
        view.FindAll(".timeline-item").Select(item => item.Id).ShouldBe(["entry-3", "entry-2", "entry-1"]);
        view.FindAll("time").Select(time => time.TextContent).ShouldBe(["02:26", "01:56", "22:26"]);
    }

    [Fact]
    public void A_status_update_is_told_from_a_note()
    {
        var view = Show(new TimelineItem(2, Now, "update", "Ana", "Some orders fail."), new TimelineItem(1, Now, "note", "Bo", "Looking."));
        view.Find("#entry-2 .tag").TextContent.ShouldBe("Status update");
        view.FindAll("#entry-1 .tag").ShouldBeEmpty();
    }

    [Fact]
    public void Only_what_came_since_is_highlighted()
    {
        var view = Render<TimelineView>(v => v
            .Add(c => c.Items, [new TimelineItem(2, Now, "note", "Bo", "new"), new TimelineItem(1, Now, "note", "Bo", "old")])
            .Add(c => c.ArrivedAfter, 1));
        view.FindAll(".arrived").Select(item => item.Id).ShouldBe(["entry-2"]);
    }

    [Fact]
    public void A_kind_nobody_heard_of_gets_a_quiet_dot() =>
        Show(new TimelineItem(1, Now, "something-new", null, "happened")).Find(".timeline-sign").ClassName!.Trim().ShouldBe("timeline-sign");

    private IRenderedComponent<TimelineView> Show(params TimelineItem[] items) =>
        Render<TimelineView>(view => view.Add(v => v.Items, items).Add(v => v.Zone, "Europe/Stockholm"));
}
