using Bunit;
using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class IncidentFiltersTests : PageTest
{
    [Fact]
    public void Without_a_script_it_is_a_form_that_asks_for_the_same_address()
    {
        var filters = Show(new ListAddress(ListTab.Mine));
        var form = filters.Find("form");
        (form.GetAttribute("method"), form.GetAttribute("action")).ShouldBe(("get", "/incidents"));
        form.QuerySelector("input[name=tab]")!.GetAttribute("value").ShouldBe("mine");
        form.QuerySelectorAll("[name]").Select(e => e.GetAttribute("name")).ShouldBe(["tab", "q", "service", "severity", "status"]);
        form.QuerySelector("button[type=submit]").ShouldNotBeNull();
    }

    [Fact]
    public void Filters_can_be_cleared_only_where_there_are_some()
    {
        Show(new ListAddress(ListTab.Mine)).FindAll("a").ShouldBeEmpty();
        Show(new ListAddress(ListTab.Mine, "rate")).Find("a").GetAttribute("href").ShouldBe("/incidents?tab=mine");
    }

    [Fact]
    public void Resolved_ones_have_no_state_to_choose() =>
        Show(new ListAddress(ListTab.Resolved)).FindAll("select[name=status]").ShouldBeEmpty();

    private IRenderedComponent<IncidentFilters> Show(ListAddress address) => Render<IncidentFilters>(p => p.Add(f => f.Address, address).Add(f => f.Services,
        [new ServiceView(Samples.Checkout, "Checkout", null, 1, null, TimeSpan.Zero, TimeSpan.Zero, true, TimeSpan.Zero, Samples.Start, 1)]));
}
