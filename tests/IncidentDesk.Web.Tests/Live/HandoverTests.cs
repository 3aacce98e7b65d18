using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Components;
using Microsoft.Extensions.Time.Testing;

namespace IncidentDesk.Web.Tests.Live;

public sealed class HandoverTests
{
    [Fact]
    public void What_is_left_is_taken_once_by_its_key_and_as_what_it_is()
    {
        var handover = new Handover(new FakeTimeProvider());
        var key = handover.Leave("the list");
        handover.Take<string>(null).ShouldBeNull();
        handover.Take<string>("another key").ShouldBeNull();
        handover.Take<string>(key).ShouldBe("the list");
        handover.Take<string>(key).ShouldBeNull();
        handover.Take<Uri>(handover.Leave("a string")).ShouldBeNull();
    }

    [Fact]
    public void It_holds_no_more_than_two_hundred_things()
    {
        var handover = new Handover(new FakeTimeProvider());
        var keys = Enumerable.Range(0, 300).Select(i => handover.Leave($"page {i}")).ToList();
        keys.Count(key => handover.Take<string>(key) is not null).ShouldBe(200);
    }
}
