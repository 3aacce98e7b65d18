using IncidentDesk.Incidents;

namespace IncidentDesk.Tests.Incidents;

/// <summary>The figures above the list of incidents.</summary>
public sealed class OpenSummaryTests
{
    [Fact]
    public async Task What_is_open_is_counted_by_severity_with_the_unacknowledged_the_oldest_and_the_course_of_a_day()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var incidents = desk.Get<IncidentActions>();
        await OpenAsync(Severity.Sev1);
        var resolved = await OpenAsync(Severity.Sev1);
        await desk.MoveClockAsync(TimeSpan.FromHours(3));
        var oldest = await OpenAsync(Severity.Sev2);
        var taken = await OpenAsync(Severity.Sev2);
        (await incidents.ResolveAsync(resolved.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        (await incidents.AcknowledgeAsync(taken.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var now = await desk.NowAsync();

        await using var db = await desk.Desk.ReadAsync();
        var summary = await db.OpenSummaryAsync(now, CancellationToken.None);

        summary.BySeverity.ShouldBe(new Dictionary<Severity, int> { [Severity.Sev1] = 1, [Severity.Sev2] = 2 }, ignoreOrder: true);
        (summary.Open, summary.Triggered).ShouldBe((3, 2));
        summary.Oldest!.Value.ShouldBeLessThan(oldest.CreatedAt);
        summary.LastDay.ShouldBe([.. Enumerable.Repeat(0, 20), 2, 0, 0, 2]);

        async Task<Incident> OpenAsync(Severity severity) => (await incidents.OpenAsync(service.Id, "Checkout is slow", severity, TestDesk.Tester)).Value;
    }

    [Fact]
    public void An_hour_that_is_longer_ago_than_a_day_or_still_to_come_is_left_out()
    {
        var now = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        OpenSummaryQueries.PerHour([now.AddHours(-24.5), now.AddMinutes(1), now.AddHours(-23.5), now], now).ShouldBe([1, .. Enumerable.Repeat(0, 22), 1]);
    }
}
