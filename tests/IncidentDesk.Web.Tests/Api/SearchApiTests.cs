using System.Net;

namespace IncidentDesk.Web.Tests.Api;

public sealed class SearchApiTests
{
    [Fact]
    public async Task One_request_searches_everything_and_refuses_to_search_for_nothing()
    {
        await using var host = await ApiHost.StartAsync();
        var (vera, _) = await host.PersonAsync("Vera", "viewer");
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout" })).Text("id");
        var number = (long)(await host.Ana.PostAsync("/incidents", new { serviceId = service, title = "Down", severity = "SEV1" })).Json["number"]!;

        var found = (await vera.GetAsync("/search?q=checkout")).Is(HttpStatusCode.OK).Json;
        ((long)found["incidents"]!.AsArray().ShouldHaveSingleItem()!["number"]!).ShouldBe(number);
        ((string)found["services"]!.AsArray().ShouldHaveSingleItem()!["id"]!).ShouldBe(service);
        (await vera.GetAsync("/search?q=vera")).Json["people"]!.AsArray().ShouldHaveSingleItem();
        foreach (var hostile in new[] { "%25", "_", "%27%22%5C", "!%26%7C%3A*" })
        {
            (await vera.GetAsync($"/search?q={hostile}")).Is(HttpStatusCode.OK).Json["incidents"]!.AsArray().ShouldBeEmpty();
        }
        (await vera.GetAsync("/search")).Names("q");
        (await vera.GetAsync("/search?q=" + new string('x', 201))).Names("q");
    }
}
