using System.Net;
using IncidentDesk.Web.Hosting;
using IncidentDesk.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Hosting;

public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(-180, "This machine's clock is 180 minutes behind the database's")]
    [InlineData(5, "This machine's clock is 5 minutes ahead of the database's")]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    public async Task A_clock_that_is_wrong_by_minutes_is_said_by_health_and_in_the_log(int minutes, string? says)
    {
        await using var host = await AccessHost.StartAsync();
        var watch = host.Services.GetRequiredService<ClockWatch>();
        watch.Wrong.ShouldBeNull();
        await watch.LookAsync(new Shifted(TimeSpan.FromMinutes(minutes)), TestContext.Current.CancellationToken);

        watch.Wrong.ShouldBe(says);
        using var browser = host.NewBrowser();
        var answer = await browser.GetAsync("/healthz/engine");
        answer.StatusCode.ShouldBe(says is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(says ?? "working");
        (await browser.GetAsync("/healthz/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
