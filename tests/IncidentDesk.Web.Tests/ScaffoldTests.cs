namespace IncidentDesk.Web.Tests;

public sealed class ScaffoldTests
{
    [Fact]
    public void It_runs() => 1.ShouldBe(1);
}
