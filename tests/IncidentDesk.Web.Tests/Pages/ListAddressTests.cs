using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class ListAddressTests
{
    [Fact]
    public void The_plain_list_shows_all_that_is_open_and_has_a_plain_address()
    {
        var plain = ListAddress.Read(null, null, null, null, null);
        plain.Href.ShouldBe("/incidents");
        plain.Filtered.ShouldBeFalse();
        plain.For(Samples.Ana).Statuses.ShouldBe(IncidentQueries.Open);
    }

    [Fact]
    public void Filters_survive_the_way_through_the_address()
    {
        var asked = new ListAddress(ListTab.Mine, "500 & <b>", Samples.Checkout, Severity.Sev2, IncidentStatus.Acknowledged);
        asked.Href.ShouldBe($"/incidents?tab=mine&q=500%20%26%20%3Cb%3E&service={Samples.Checkout}&severity=SEV2&status=acknowledged");
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Href.Split('?')[1]);
        ListAddress.Read(query["tab"], query["q"], query["service"], query["severity"], query["status"]).ShouldBe(asked);
    }

    [Theory]
    [InlineData("SEV9", "nowhere", "7")]
    [InlineData("1", "0190", "resolved")]
    [InlineData("SEV1,SEV2x", "'; drop table incidents", "")]
    public void Words_that_mean_nothing_are_left_out(string severity, string service, string status) =>
        ListAddress.Read("nonsense", "   ", service, severity, status).ShouldBe(new ListAddress(ListTab.Open));

    [Fact]
    public void Words_to_look_for_are_cut_and_freed_of_what_a_database_refuses()
    {
        ListAddress.Read(null, "a\0b", null, null, null).Text.ShouldBe("a b");
        ListAddress.Read(null, new string('x', 5_000), null, null, null).Text!.Length.ShouldBe(200);
    }

    [Fact]
    public void The_tab_of_resolved_ones_has_no_other_state()
    {
        new ListAddress(ListTab.Open, Status: IncidentStatus.Triggered).In(ListTab.Resolved).Status.ShouldBeNull();
        ListAddress.Read("resolved", null, null, null, "triggered").For(Samples.Ana).Statuses.ShouldBe([IncidentStatus.Resolved]);
    }

    [Fact]
    public void Mine_and_my_teams_ask_for_the_reader()
    {
        new ListAddress(ListTab.Mine).For(Samples.Ana).ConcernsPerson.ShouldBe(Samples.Ana);
        new ListAddress(ListTab.Teams).For(Samples.Ana).TeamMember.ShouldBe(Samples.Ana);
    }
}
