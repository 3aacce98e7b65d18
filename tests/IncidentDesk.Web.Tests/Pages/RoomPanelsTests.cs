using AngleSharp.Dom;
using Bunit;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents;
using IncidentDesk.Web.Pages.Incidents.Room;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class RoomPanelsTests : PageTest
{
    private static readonly DateTimeOffset At = Samples.Start.AddMinutes(1);

    [Fact]
    public void The_next_step_says_whom_when_and_where_in_the_climb_it_stands()
    {
        var next = new NextStep(new Kernel.Clock().Now.AddSeconds(-1), 1, 0, ["Ana", "Bo"], ["No one is on call for Search: no layer has people."], false);
        var text = Next(Samples.Incident(), Climb(next));
        text.ShouldContain("Ana and Bo now");
        text.ShouldContain("Shop, step 1 of 2, round 2 of 3.");
        text.ShouldContain("No one is on call for Search");
    }

    [Fact]
    public void After_the_last_step_the_administrators_are_next() =>
        Next(Samples.Incident(), Climb(Samples.Next(At.AddYears(100), "Root") with { LastResort = true })).ShouldContain("Fallback of Shop");

    [Fact]
    public void A_fallback_that_repeats_names_whom_when_and_how_often() =>
        Next(Samples.Incident(), Climb(Samples.Next(Samples.Start.AddMinutes(3), "Root") with { LastResort = true, Every = TimeSpan.FromMinutes(15) }))
            .ShouldContain("Administrators (Root) at 02:15, then every 15 minutes until someone acknowledges");

    [Fact]
    public void Whoever_has_it_is_named_with_the_moment_when_the_climb_begins_anew() => Next(
        Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedBy = "Bo" }, new RoomClimb(Climb(null).Climb, [], [], Samples.Start.AddMinutes(32)))
        .ShouldContain("Acknowledged by Bo. If not mitigated or resolved by 02:44, the escalation restarts.");

    [Fact]
    public void Whoever_has_it_reads_that_they_have_it() => Next(
        Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedBy = "Ana", AcknowledgedById = Samples.Ana }, new RoomClimb(Climb(null).Climb, [], [], Samples.Start.AddMinutes(32)))
        .ShouldContain("You acknowledged. If not mitigated or resolved by 02:44, the escalation restarts.");

    [Theory]
    [InlineData(IncidentStatus.Resolved, null, "Incident resolved.")]
    [InlineData(IncidentStatus.Triggered, "No administrator can be reached.", "No administrator can be reached.")]
    [InlineData(IncidentStatus.Mitigated, "Mitigated: it waits.", "Mitigated: it waits.")]
    [InlineData(IncidentStatus.Triggered, null, "The first step is being notified.")]
    public void Where_nobody_is_asked_it_says_why(IncidentStatus status, string? atRest, string said) =>
        Next(Samples.Incident(status: status) with { AtRest = atRest }, new RoomClimb(null, [], [], null)).ShouldContain(said);

    [Fact]
    public void Alerts_are_counted_and_what_a_source_says_is_text()
    {
        const string hostile = "<script>alert(1)</script>";
        var alert = new Alert
        {
            Id = Samples.Ana,
            DedupKey = hostile,
            Title = hostile,
            Description = hostile,
            Reason = "joined INC-42",
            SignalCount = 3,
            StartedAt = Samples.Start,
            Labels = new() { [hostile] = hostile },
            Links = [new SignalLink("Dashboard", "https://grafana.example.com/d/1")],
        };
        var panel = Render<AlertsPanel>(p => p.Add(a => a.Alerts, new RoomAlerts(new AlertCounts(8, 2), [alert], [])).Add(a => a.Now, At));
        panel.FindAll(".card-head .tag").Select(t => t.TextContent).ShouldBe(["firing 8", "resolved 2"]);
        panel.FindAll("script").ShouldBeEmpty();
        panel.Find(".alert-text").TextContent.ShouldBe(hostile);
        panel.Find(".labels").TextContent.Trim().ShouldBe($"{hostile} {hostile}");
        panel.Find("dl").TextContent.ShouldContain("joined INC-42");
        panel.Find("summary").TextContent.ShouldContain("3 events");
        panel.Find("a").GetAttribute("rel").ShouldBe("noopener noreferrer");
        panel.Find(".pager button").TextContent.ShouldBe("Show more alerts");
    }

    [Fact]
    public void A_note_that_is_refused_stays_in_the_box_and_one_that_stands_leaves_it()
    {
        string? answer = "Write a note of 1 to 10,000 characters.";
        var noted = new List<string?>();
        var panel = Render<TimelinePanel>(p => p.Add(t => t.Timeline, new RoomTimeline()).Add(t => t.MayRespond, true).Add(t => t.OnNote, text =>
        {
            noted.Add(text);
            return Task.FromResult<string?>(answer);
        }));
        panel.Find("textarea").Change("rolled back");
        panel.Find("form").Submit();
        panel.Find(".field-error").TextContent.ShouldBe(answer);
        panel.Find("textarea").GetAttribute("value").ShouldBe("rolled back");

        answer = null;
        panel.Find("form").Submit();
        panel.FindAll(".field-error").ShouldBeEmpty();
        panel.Find("textarea").GetAttribute("value").ShouldBe("");
        noted.ShouldBe(["rolled back", "rolled back"]);
    }

    [Fact]
    public void A_box_takes_no_words_while_what_it_held_is_on_its_way_because_they_would_be_emptied_with_it()
    {
        var note = new TaskCompletionSource<string?>();
        var timeline = Render<TimelinePanel>(p => p.Add(t => t.Timeline, new RoomTimeline()).Add(t => t.MayRespond, true).Add(t => t.OnNote, _ => note.Task));
        IsClosedUntil(timeline, "textarea", () => note.SetResult(null));

        var update = new TaskCompletionSource<string?>();
        var updates = Render<UpdatePanel>(p => p.Add(u => u.OnUpdate, (_, _) => update.Task));
        IsClosedUntil(updates, "textarea", () => update.SetResult(null));
    }

    [Fact]
    public void A_viewer_reads_the_timeline_and_writes_nothing()
    {
        var panel = Render<TimelinePanel>(p => p.Add(t => t.Timeline, new RoomTimeline()).Add(t => t.OnNote, _ => Task.FromResult<string?>(null)));
        panel.FindAll("textarea, button").ShouldBeEmpty();
    }

    [Fact]
    public void The_severity_is_a_choice_only_for_those_who_may_change_it()
    {
        var chosen = new List<Severity>();
        var select = Render<SeveritySelect>(p => p.Add(s => s.Value, Severity.Sev3).Add(s => s.MayChange, true).Add(s => s.OnChange, severity => chosen.Add(severity)));
        select.Find("select").Change("Sev1");
        chosen.ShouldBe([Severity.Sev1]);
        Render<SeveritySelect>(p => p.Add(s => s.Value, Severity.Sev3)).FindAll("select").ShouldBeEmpty();
    }

    [Fact]
    public void The_head_links_the_service_the_commander_and_the_incident_it_came_back_from()
    {
        var facts = Render<RoomFacts>(p => p.Add(f => f.Incident, Samples.Incident() with { RecurrenceOfNumber = 17 }).Add(f => f.Zone, "Europe/Stockholm")
            .Add(f => f.Roles, [new RoleView(IncidentRole.Commander, Samples.Bo, "Bo", null, null, null), new RoleView(IncidentRole.Communications, null, null, Samples.Ana, "Ana", "Bo")]));
        facts.FindAll("a").Select(a => a.GetAttribute("href")).ShouldBe([$"/services/{Samples.Checkout}", $"/people/{Samples.Bo}", "/incidents/17"]);
        facts.FindAll("button").ShouldBeEmpty();
        facts.Find("dl").TextContent.ShouldContain("02:12");
        facts.Find(".missing").TextContent.ShouldBe("Unassigned");
        facts.Find("dl").TextContent.ShouldContain("offered to Ana");
    }

    [Fact]
    public void A_role_that_nobody_has_is_taken_with_one_press_and_one_that_somebody_has_is_not()
    {
        var taken = new List<IncidentRole>();
        var facts = Render<RoomFacts>(p => p.Add(f => f.Incident, Samples.Incident()).Add(f => f.MayRespond, true).Add(f => f.OnTake, role => taken.Add(role)).Add(f => f.Roles,
            [new RoleView(IncidentRole.Commander, null, null, null, null, null), new RoleView(IncidentRole.Communications, Samples.Bo, "Bo", null, null, null), new RoleView(IncidentRole.Scribe, null, null, null, null, null)]));
        facts.FindAll("button").Select(b => b.TextContent).ShouldBe(["Assign to me", "Assign...", "Change", "Assign to me", "Assign..."]);
        facts.FindAll("button")[0].Click();
        facts.Find("[aria-label='Assign to me: scribe']").Click();
        taken.ShouldBe([IncidentRole.Commander, IncidentRole.Scribe]);
    }

    private static void IsClosedUntil<T>(IRenderedComponent<T> panel, string box, Action over)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        panel.Find(box).HasAttribute("readonly").ShouldBeFalse();
        panel.Find(box).Change("rolled back");
        panel.Find("form").Submit();
        panel.Find(box).HasAttribute("readonly").ShouldBeTrue();
        panel.Find(box).GetAttribute("value").ShouldBe("rolled back");
        over();
        panel.WaitForAssertion(() => panel.Find(box).HasAttribute("readonly").ShouldBeFalse());
        panel.Find(box).GetAttribute("value").ShouldBe("");
    }

    private static RoomClimb Climb(NextStep? next) => new(new ClimbView(Samples.Ana, "Shop", 3, 2, Samples.Start, null, null, next), [], [], null);

    private string Next(IncidentView incident, RoomClimb climb) => System.Text.RegularExpressions.Regex.Replace(
        Render<NextPanel>(p => p.Add(n => n.Incident, incident).Add(n => n.Climb, climb).Add(n => n.Reader, Samples.Ana).Add(n => n.Zone, "Europe/Stockholm")).Find(".card-body").TextContent, @"\s+", " ");
}
