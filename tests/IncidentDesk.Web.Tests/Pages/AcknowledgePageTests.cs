using Bunit;
using IncidentDesk.Escalation;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Acknowledge;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class AcknowledgePageTests : PageTest
{
    [Fact]
    public void Whoever_is_alone_is_told_so_instead_of_being_offered_help_that_is_none()
    {
        var alone = Show();
        alone.ShouldContain("Nobody else can be paged here yet.");
        alone.ShouldNotContain("reassign");
        alone.ShouldNotContain("I need help");
        var two = Show(KeyValuePair.Create(Samples.Bo, "Bo"));
        two.ShouldContain("id=\"reassign\"");
        two.ShouldContain("I need help");
    }

    [Theory]
    [InlineData("Next: you are paged again in 5m", "Ana")]
    [InlineData("Next: you and Bo are paged in 5m", "Bo", "Ana")]
    [InlineData("Next: Bo is paged in 5m", "Bo")]
    public void Whoever_is_next_themselves_reads_you(string said, params string[] names) => Show(
        Samples.Next(Samples.Start.AddMinutes(5), names) with { PersonIds = [.. names.Select(n => n == "Ana" ? Samples.Ana : Samples.Bo)] }).ShouldContain(said);

    private string Show(params KeyValuePair<Guid, string>[] colleagues) => Show(null, null, colleagues);

    private string Show(NextStep? next, Said[]? said = null, params KeyValuePair<Guid, string>[] colleagues) => Render<AcknowledgePage>(with => with.Add(p => p.Model, new PageModel(
        "token", new Person { Id = Samples.Ana, Name = "Ana", Email = "ana@example.com" }, Samples.Incident(), Samples.Start, next, null, null, [], colleagues, said ?? []))).Markup;
}
