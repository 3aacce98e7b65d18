using Bunit;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class IncidentTableTests : PageTest
{
    private static readonly DateTimeOffset At = Samples.Start.AddMinutes(2).AddSeconds(10);
    private readonly List<long> _acknowledged = [];

    [Fact]
    public void Several_are_acknowledged_by_choosing_all_and_pressing_once()
    {
        var table = Show(mayRespond: true, Samples.Incident(43), Samples.Incident(42), Samples.Incident(41, IncidentStatus.Acknowledged));
        table.Find(".check").TextContent.ShouldContain("Select all 2 triggered");
        table.Find(".check input").Change(true);
        table.Find(".bulk").TextContent.ShouldContain("2 selected");
        table.Find("form").Submit();
        _acknowledged.ShouldBe([42, 43]);
        table.FindAll(".pick[checked]").ShouldBeEmpty();
    }

    [Fact]
    public void One_is_acknowledged_with_one_press_and_leaves_the_others_alone()
    {
        var table = Show(mayRespond: true, Samples.Incident(43), Samples.Incident(42));
        table.FindAll(".pick")[0].Change(true);
        table.FindAll(".cell-act button")[1].Click();
        _acknowledged.ShouldBe([42]);
    }

    [Fact]
    public void Without_a_live_line_the_form_posts_the_numbers_and_each_button_its_own()
    {
        var table = Show(mayRespond: true, Samples.Incident(43), Samples.Incident(42));
        var form = table.Find("form[data-plain]");
        (form.GetAttribute("method"), form.GetAttribute("action")).ShouldBe(("post", "/incidents/acknowledge"));
        form.QuerySelectorAll("input[name=number]").Select(i => i.GetAttribute("value")).ShouldBe(["43", "42"]);
        form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value").ShouldBe("the token");
        form.QuerySelector("input[name=returnUrl]")!.GetAttribute("value").ShouldBe("/incidents?tab=mine");
        form.QuerySelectorAll(".cell-act button").Select(b => b.GetAttribute("formaction")).ShouldBe(["/incidents/43/acknowledge", "/incidents/42/acknowledge"]);
    }

    [Fact]
    public void A_viewer_can_press_nothing()
    {
        var table = Show(mayRespond: false, Samples.Incident(43), Samples.Incident(42));
        table.FindAll("button").ShouldBeEmpty();
        table.FindAll("input:not([type=hidden])").ShouldBeEmpty();
    }

    [Fact]
    public void What_no_step_pages_for_any_more_can_be_paged_for_again_by_those_who_may()
    {
        var exhausted = Samples.Incident(43) with { AtRest = "Nobody acknowledged." };
        Show(mayRespond: true, exhausted, Samples.Incident(42)).FindAll(".cell-next button").Select(b => b.GetAttribute("aria-label")).ShouldBe(["Page again for INC-43"]);
        Show(mayRespond: false, exhausted).FindAll(".cell-next button").ShouldBeEmpty();
    }

    [Fact]
    public void What_is_acknowledged_meanwhile_is_no_longer_chosen()
    {
        var table = Show(mayRespond: true, Samples.Incident(43), Samples.Incident(42));
        table.Find(".check input").Change(true);
        table.Render(p => p.Add(t => t.Rows, Shown([Samples.Incident(43, IncidentStatus.Acknowledged), Samples.Incident(42)])));
        table.Find("form").Submit();
        _acknowledged.ShouldBe([42]);
    }

    [Fact]
    public void A_row_says_who_is_asked_next_and_when()
    {
        var row = Samples.Incident();
        var table = Show(mayRespond: true, new Dictionary<Guid, NextStep> { [row.Id] = Samples.Next(At.AddMinutes(2).AddSeconds(50), "Bo") }, row);
        table.Find(".row-next").TextContent.ShouldBe("Bo in 2m 50s");
    }

    [Fact]
    public void A_row_that_nobody_will_be_asked_about_says_so_with_the_reason()
    {
        var table = Show(mayRespond: true, Samples.Incident() with { AtRest = "No one acknowledged after 6 rounds." });
        table.Find(".tag-danger").TextContent.ShouldBe("No one will be paged");
        table.Find(".tag-danger").GetAttribute("title").ShouldBe("No one acknowledged after 6 rounds.");
    }

    [Fact]
    public void A_hostile_title_is_text()
    {
        const string title = "<script>alert(1)</script> \u202E<img src=x onerror=alert(2)> 🔥";
        var table = Show(mayRespond: true, Samples.Incident(title: title));
        table.FindAll("script, img").ShouldBeEmpty();
        table.Find(".row-title bdi").TextContent.ShouldBe(title);
    }

    [Fact]
    public void Numbers_services_and_people_are_links()
    {
        var table = Show(mayRespond: false, Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedById = Samples.Bo, AcknowledgedBy = "Bo Lindqvist" });
        table.FindAll("tbody a").Select(a => a.GetAttribute("href")).ShouldBe(["/incidents/42", "/incidents/42", $"/services/{Samples.Checkout}", $"/people/{Samples.Bo}"]);
        table.Find(".person-mark").TextContent.ShouldBe("BL");
    }

    private IRenderedComponent<IncidentTable> Show(bool mayRespond, params IncidentView[] rows) => Show(mayRespond, new Dictionary<Guid, NextStep>(), rows);

    private IRenderedComponent<IncidentTable> Show(bool mayRespond, IReadOnlyDictionary<Guid, NextStep> next, params IncidentView[] rows) => Render<IncidentTable>(p => p
        .Add(t => t.Rows, Shown(rows)).Add(t => t.Next, next).Add(t => t.Now, At).Add(t => t.MayRespond, mayRespond).Add(t => t.ReturnUrl, "/incidents?tab=mine")
        .Add(t => t.OnAcknowledge, numbers => _acknowledged.AddRange(numbers)));

    private static ShownRows Shown(IReadOnlyList<IncidentView> rows)
    {
        var shown = new ShownRows();
        shown.Show(rows, hasMore: false);
        return shown;
    }
}
