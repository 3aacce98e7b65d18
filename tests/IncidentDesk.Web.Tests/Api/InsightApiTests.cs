using System.Net;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>The figures through the API: every one with its period, its formula, its n, and the numbers behind it.</summary>
public sealed class InsightApiTests
{
    [Fact]
    public async Task Figures_are_answered_with_their_formula_and_the_incidents_behind_them()
    {
        await using var host = await ApiHost.StartAsync();
        var (vera, _) = await host.PersonAsync("Vera", "viewer");
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout" })).Text("id");
        var number = (long)(await host.Ana.PostAsync("/incidents", new { serviceId = service, title = "Down", severity = "SEV1" })).Json["number"]!;
        (await host.Ana.PostAsync($"/incidents/{number}/mitigate")).Is(HttpStatusCode.OK);

        var availability = (await vera.GetAsync("/insights/availability?days=7&zone=Europe/Stockholm")).Is(HttpStatusCode.OK).Json;
        availability["period"]!["zone"]!.ToString().ShouldBe("Europe/Stockholm");
        availability["formula"]!.ToString().ShouldContain("uptime / total");
        var figure = availability["services"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)figure["of"]!["id"]!, (string)figure["of"]!["name"]!, (int)figure["n"]!).ShouldBe((service, "Checkout", 1));
        figure["incidents"]!.ToJsonString().ShouldBe($"[{number}]");
        ((double)figure["availability"]!).ShouldBeInRange(0, 0.9999999);
        figure["downtime"]!.ToString().ShouldStartWith("PT");
        ((string?)availability["teams"]![0]!["of"]!["id"], (string)availability["teams"]![0]!["of"]!["name"]!).ShouldBe((null, "No team"));

        var response = (await vera.GetAsync("/insights/response")).Is(HttpStatusCode.OK).Json["all"]!;
        ((int)response["acknowledge"]!["n"]!, (int)response["resolve"]!["n"]!, (int)response["n"]!).ShouldBe((1, 0, 1));
        response["resolve"]!["median"].ShouldBeNull();
        response["notResolved"]!.ToJsonString().ShouldBe($"[{number}]");

        var load = (await vera.GetAsync("/insights/load")).Is(HttpStatusCode.OK).Json;
        load["all"]!["hours"]!.AsArray().Select(h => (int)h!["hour"]!).ShouldBe(Enumerable.Range(0, 24));

        (await vera.GetAsync($"/incidents?number={number},999")).Json["items"]!.AsArray().ShouldHaveSingleItem();
        (await vera.GetAsync("/incidents?number=x")).Names("number");
    }

    [Fact]
    public async Task A_period_that_can_not_be_is_refused_by_field()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.Ana.GetAsync("/insights/availability?days=0")).Names("days");
        (await host.Ana.GetAsync("/insights/response?days=7&from=2026-01-01")).Names("days");
        (await host.Ana.GetAsync("/insights/load?from=yesterday&days=x&zone=Mars/Base")).Names("days", "from");
        (await host.Ana.GetAsync("/insights/load?zone=Mars/Base")).Names("zone");
        (await host.Stranger.GetAsync("/insights/load")).IsProblem(HttpStatusCode.Unauthorized);
    }
}
