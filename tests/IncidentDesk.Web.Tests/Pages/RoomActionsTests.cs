using Bunit;
using IncidentDesk.Incidents;
using IncidentDesk.Web.Pages.Incidents.Room;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class RoomActionsTests : PageTest
{
    [Theory]
    [InlineData(IncidentStatus.Triggered, "Acknowledge,Mitigate,Resolve,Escalate now,Page again,Reassign")]
    [InlineData(IncidentStatus.Acknowledged, "Join,Mitigate,Resolve,Escalate now,Reassign")]
    [InlineData(IncidentStatus.Mitigated, "Resolve,Escalate now,Reassign")]
    [InlineData(IncidentStatus.Resolved, "Write postmortem,Reopen")]
    public void Each_state_offers_what_can_follow_it(IncidentStatus status, string buttons) =>
        Buttons(Show(Samples.Incident(status: status) with { AcknowledgedById = status == IncidentStatus.Triggered ? null : Samples.Bo })).ShouldBe(buttons.Split(','));

    [Fact]
    public void Whoever_has_it_need_not_join() =>
        Buttons(Show(Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedById = Samples.Ana })).ShouldNotContain("Join");

    [Fact]
    public void Nothing_is_offered_to_escalate_when_every_step_has_gone_out() =>
        Show(Samples.Incident(), mayEscalate: false).Markup.ShouldNotContain("Escalate now");

    [Theory]
    [InlineData(IncidentRole.Commander)]
    [InlineData(IncidentRole.Communications)]
    [InlineData(IncidentRole.Scribe)]
    public void Whoever_has_a_role_in_it_need_not_join(IncidentRole role) =>
        Buttons(Show(Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedById = Samples.Bo }, roles: new RoleView(role, Samples.Ana, "Ana", null, null, null))).ShouldNotContain("Join");

    [Theory]
    [InlineData(IncidentStatus.Triggered, "Acknowledge")]
    [InlineData(IncidentStatus.Acknowledged, "Mitigate")]
    [InlineData(IncidentStatus.Mitigated, "Resolve")]
    [InlineData(IncidentStatus.Resolved, "Write postmortem")]
    public void One_button_stands_out_the_usual_next_step(IncidentStatus status, string button) =>
        Show(Samples.Incident(status: status)).FindAll(".btn-primary").ShouldHaveSingleItem().TextContent.ShouldBe(button);

    [Theory]
    [InlineData(LateChange.Resolve, "Mitigate,Undo resolve (now),Escalate now,Reassign")]
    [InlineData(LateChange.Mitigate, "Undo mitigate (now),Resolve,Escalate now,Reassign")]
    public void What_can_be_undone_counts_down_in_its_place(LateChange change, string buttons) => Buttons(Show(
        Samples.Incident(status: IncidentStatus.Acknowledged) with { AcknowledgedById = Samples.Ana }, new PendingChange(change, new Kernel.Clock().Now.AddSeconds(-1)))).ShouldBe(buttons.Split(','));

    [Fact]
    public void Acknowledging_is_a_form_that_works_without_a_live_line()
    {
        var form = Show(Samples.Incident()).Find("form[data-plain]");
        (form.GetAttribute("method"), form.GetAttribute("action")).ShouldBe(("post", "/incidents/42/acknowledge"));
        form.QuerySelector("input[name=__RequestVerificationToken]").ShouldNotBeNull();
    }

    private static List<string> Buttons(IRenderedComponent<RoomActions> actions) =>
        [.. actions.FindAll("button:not(.menu-item):not(.room-narrow)").Select(b => b.TextContent.Trim())];

    private IRenderedComponent<RoomActions> Show(IncidentView incident, PendingChange? pending = null, bool mayEscalate = true, params RoleView[] roles) => Render<RoomActions>(p => p
        .Add(a => a.Incident, incident).Add(a => a.Reader, Samples.Reader()).Add(a => a.Pending, pending).Add(a => a.Roles, roles).Add(a => a.MayEscalate, mayEscalate));
}
