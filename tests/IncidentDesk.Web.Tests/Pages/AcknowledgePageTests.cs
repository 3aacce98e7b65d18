using Bunit;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Acknowledge;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class AcknowledgePageTests : PageTest
{
    [Fact]
    public void Whoever_is_alone_is_told_so_instead_of_being_offered_an_empty_choice()
    {
        var alone = Show();
        alone.ShouldContain("Nobody else can be paged here yet.");
        alone.ShouldNotContain("reassign");
        Show(KeyValuePair.Create(Samples.Bo, "Bo")).ShouldContain("id=\"reassign\"");
    }

    private string Show(params KeyValuePair<Guid, string>[] colleagues) => Render<AcknowledgePage>(with => with.Add(p => p.Model, new PageModel(
        "token", new Person { Id = Samples.Ana, Name = "Ana", Email = "ana@example.com" }, Samples.Incident(), Samples.Start, null, null, null, [], colleagues))).Markup;
}
