using Bunit;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Acknowledge;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class AcknowledgePageTests : PageTest
{
    [Fact]
    public void Whoever_is_alone_is_told_so_instead_of_being_offered_help_that_is_none()
    {
        var alone = Show();
        alone.ShouldContain("No one else can be paged yet.");
        alone.ShouldNotContain("reassign");
        alone.ShouldNotContain("Request help");
        Show(KeyValuePair.Create(Samples.Bo, "Bo")).ShouldContain("id=\"reassign\"");
    }

    [Fact]
    public void Help_is_offered_as_long_as_it_can_page_somebody_and_names_whom_it_pages()
    {
        var bo = KeyValuePair.Create(Samples.Bo, "Bo");
        Show(null, help: new PagedNow(["Bo", "Chen"], false), colleagues: bo).ShouldContain("Request help<small dir=\"auto\">Pages Bo and Chen</small>");
        Show(null, colleagues: bo).ShouldNotContain("Request help");
    }

    [Theory]
    [InlineData("escalated", "You requested help at 01:12: Bo was paged.", "Bo")]
    [InlineData("escalated", "You requested help at 01:12: Bo, Chen and 1 more were paged.", "Bo", "Chen", "Dora")]
    [InlineData("arrival", "At 01:12 you gave an ETA of 10 minutes. Everyone can see it.")]
    public void What_was_said_by_a_button_stands_there_while_somebody_has_it(string kind, string words, params string[] paged)
    {
        Said[] said = [new(kind, Samples.Start, paged)];
        Show(null, said, status: IncidentStatus.Acknowledged).ShouldContain(words);
        Show(null, said, status: IncidentStatus.Resolved).ShouldNotContain(words);
    }

    [Theory]
    [InlineData("Next: you are paged again in 5m", "Ana")]
    [InlineData("Next: you and Bo are paged in 5m", "Bo", "Ana")]
    [InlineData("Next: Bo is paged in 5m", "Bo")]
    public void Whoever_is_next_themselves_reads_you(string said, params string[] names) => Show(
        Samples.Next(Samples.Start.AddMinutes(5), names) with { PersonIds = [.. names.Select(n => n == "Ana" ? Samples.Ana : Samples.Bo)] }).ShouldContain(said);

    private string Show(params KeyValuePair<Guid, string>[] colleagues) => Show(null, colleagues: colleagues);

    private string Show(NextStep? next, Said[]? said = null, PagedNow? help = null, IncidentStatus status = IncidentStatus.Triggered, params KeyValuePair<Guid, string>[] colleagues) => Render<AcknowledgePage>(with => with.Add(p => p.Model, new PageModel(
        "token", new Person { Id = Samples.Ana, Name = "Ana", Email = "ana@example.com" }, Samples.Incident(status: status) with { AcknowledgedAt = Samples.Start, ResolvedAt = Samples.Start }, Samples.Start, next, null, null, [], colleagues, said ?? [], help, MayAct: true))).Markup;
}
