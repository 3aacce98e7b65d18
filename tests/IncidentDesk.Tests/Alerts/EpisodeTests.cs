using System.Text.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.Alerts;

/// <summary>
/// The table of episodes (design, "From a signal to an incident"), line by line: where an alert and its incident stand, what its source says next, and what
/// becomes of it. Each line goes on with the signals that follow in an outage, so that no order of them loses a page or a resolve.
/// </summary>
public sealed class EpisodeTests(EpisodeTests.OneDesk desk) : IClassFixture<EpisodeTests.OneDesk>
{
    /// <summary>Where the alert's incident stands when the signal comes.</summary>
    public enum Before
    {
        Triggered,
        Acknowledged,
        Mitigated,
        Exhausted,
        ResolvedByHand,
        ResolvedBySource,
    }

    /// <summary>The start that the signal names, against the one that the episode began with.</summary>
    public enum Start
    {
        Equal,
        Earlier,
        Later,
        Zero,
        Absent,
        InTheFuture,
    }

    /// <summary>What becomes of the signal.</summary>
    public enum Outcome
    {
        /// <summary>Counted; no one is paged by it.</summary>
        Repeated,

        /// <summary>Counted, and the timeline says that it began again; no one is paged by it.</summary>
        Restarted,

        /// <summary>There is an open incident, and someone is paged.</summary>
        PagedAgain,

        /// <summary>The incident is resolved by its source.</summary>
        Resolved,

        /// <summary>Recorded as late, and nothing changes.</summary>
        Late,
    }

    public static TheoryData<string, Before, string, Start, Outcome> Lines()
    {
        var lines = new TheoryData<string, Before, string, Start, Outcome>();
        foreach (var source in new[] { "prometheus", "generic" })
        {
            foreach (var before in Enum.GetValues<Before>())
            {
                foreach (var start in Enum.GetValues<Start>())
                {
                    lines.Add(source, before, "firing", start, OfFiring(before, start));
                    lines.Add(source, before, "resolved", start, before is Before.ResolvedByHand or Before.ResolvedBySource ? Outcome.Late : Outcome.Resolved);
                }
                lines.Add(source, before, "ended before it began", Start.Earlier, Outcome.Late);
            }
        }
        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_signal_about_an_alert_that_is_known_does_what_the_table_says(string source, Before before, string says, Start start, Outcome expected)
    {
        var line = await desk.BeginAsync(source, before);
        var was = await line.LookAsync();

        await line.SayAsync(says, start);
        var now = await line.LookAsync();

        switch (expected)
        {
            case Outcome.Repeated:
                now.ShouldBe(was with { Signals = was.Signals + 1 });
                break;
            case Outcome.Restarted:
                now.ShouldBe(was with { Signals = was.Signals + 1, Restarts = 1 });
                break;
            case Outcome.PagedAgain:
                (now.Status, now.Firing, now.Alerts).ShouldBe((IncidentStatus.Triggered, 1, 1));
                now.Pages.ShouldBeGreaterThan(was.Pages);
                break;
            case Outcome.Resolved:
                now.ShouldBe(was with { Status = IncidentStatus.Resolved, Firing = 0, Signals = was.Signals + 1 });
                break;
            default:
                now.ShouldBe(was);
                (await line.OutcomesAsync())[^1].ShouldStartWith("late: ");
                break;
        }
        await line.GoOnAsync();
    }

    private static Outcome OfFiring(Before before, Start start) => (before, start) switch
    {
        (Before.ResolvedByHand or Before.ResolvedBySource, _) => Outcome.PagedAgain,
        (Before.Mitigated or Before.Exhausted, Start.Later or Start.InTheFuture) => Outcome.PagedAgain,
        (_, Start.Later or Start.InTheFuture) => Outcome.Restarted,
        _ => Outcome.Repeated,
    };

    /// <summary>What people see of the newest incident of a service, and of its one alert.</summary>
    internal sealed record Seen(IncidentStatus Status, int Firing, int Alerts, int Pages, int Signals, int Restarts);

    /// <summary>One desk for all lines, each with a service of its own.</summary>
    public sealed class OneDesk : IAsyncLifetime
    {
        private TestDesk _desk = null!;
        private PolicyView _policy = null!;
        private PolicyView _exhausted = null!;
        private int _services;

        public async ValueTask InitializeAsync()
        {
            _desk = await TestDesk.StartAsync();
            _policy = await _desk.PolicyAsync(await _desk.PersonAsync("Ana"));
            // Without a verified address, and without administrators, an escalation of low urgency is exhausted as soon as it begins.
            _exhausted = await _desk.PolicyAsync(await _desk.PersonAsync("Bo", reachable: false));
        }

        public ValueTask DisposeAsync() => _desk.DisposeAsync();

        internal async Task<Line> BeginAsync(string source, Before before)
        {
            var service = await _desk.ServiceAsync(before == Before.Exhausted ? _exhausted : _policy, $"Service {++_services}");
            var line = new Line(_desk, service, await _desk.IntegrationAsync(service, source), (await _desk.NowAsync()).AddMinutes(-30), before == Before.Exhausted ? "warning" : "critical");
            await line.SayAsync("firing", Start.Equal);
            await line.BringToAsync(before);
            return line;
        }
    }

    internal sealed class Line(TestDesk desk, ServiceView service, IntegrationView integration, DateTimeOffset began, string severity)
    {
        public async Task SayAsync(string says, Start start)
        {
            DateTimeOffset? named = start switch
            {
                Start.Equal => began,
                Start.Earlier => began.AddMinutes(-15),
                Start.Later => began.AddMinutes(15),
                Start.Zero => default(DateTimeOffset),
                Start.InTheFuture => began.AddHours(3),
                _ => null,
            };
            var ends = says == "ended before it began" ? began.AddMinutes(-10) : await desk.NowAsync();
            await desk.PostAsync(integration, Body(says == "firing" ? "firing" : "resolved", named, ends));
            await desk.RunAsync();
        }

        public async Task BringToAsync(Before before)
        {
            var actions = desk.Get<IncidentActions>();
            var incident = (await NewestAsync()).Id;
            _ = before switch
            {
                Before.Acknowledged => await actions.AcknowledgeAsync(incident, TestDesk.Tester),
                Before.Mitigated => await actions.MitigateAsync(incident, TestDesk.Tester),
                Before.ResolvedByHand => await actions.ResolveAsync(incident, TestDesk.Tester),
                _ => null,
            };
            if (before == Before.ResolvedBySource)
            {
                await SayAsync("resolved", Start.Equal);
            }
            await desk.RunAsync();
        }

        internal async Task<Seen> LookAsync()
        {
            var incident = await NewestAsync();
            await using var db = await desk.Desk.ReadAsync();
            var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.IntegrationId == integration.Id).ToListAsync();
            return new Seen(
                incident.Status, alerts.Count(a => a.Status == AlertStatus.Firing), incident.AlertCount,
                await db.Set<Page>().CountAsync(p => p.IncidentId == incident.Id), alerts.Sum(a => a.SignalCount),
                await db.Set<TimelineEntry>().CountAsync(e => e.IncidentId == incident.Id && e.Kind == "alert-restarted"));
        }

        /// <summary>The outage goes on, and then it ends: firing is never lost, and neither is the resolve.</summary>
        public async Task GoOnAsync()
        {
            await SayAsync("firing", Start.Equal);
            var going = await LookAsync();
            (going.Status == IncidentStatus.Resolved, going.Firing).ShouldBe((false, 1));
            await SayAsync("resolved", Start.Earlier);
            var over = await LookAsync();
            (over.Status, over.Firing).ShouldBe((IncidentStatus.Resolved, 0));
            (await SafetyAudit.RunAsync(desk.Source)).ShouldBeEmpty();
        }

        public async Task<List<string>> OutcomesAsync()
        {
            var outcomes = new List<string>();
            await using var command = desk.Source.CreateCommand("SELECT outcome FROM signals WHERE integration_id = $1 ORDER BY id");
            command.Parameters.Add(new() { Value = integration.Id });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                outcomes.Add(rows.GetString(0));
            }
            return outcomes;
        }

        private async Task<Incident> NewestAsync()
        {
            await using var db = await desk.Desk.ReadAsync();
            return await db.Set<Incident>().AsNoTracking().Where(i => i.ServiceId == service.Id).OrderByDescending(i => i.Number).FirstAsync();
        }

        private string Body(string status, DateTimeOffset? start, DateTimeOffset end)
        {
            var starts = start is { } at ? at == default ? "0001-01-01T00:00:00Z" : at.ToString("O") : null;
            var alert = new Dictionary<string, object?>();
            if (integration.Source == "generic")
            {
                alert = new() { ["title"] = "Checkout is down", ["dedupKey"] = "checkout", ["state"] = status, ["severity"] = severity };
                alert[status == "resolved" ? "endedAt" : "unused"] = end;
            }
            else
            {
                alert = new() { ["status"] = status, ["fingerprint"] = "f1", ["labels"] = new { alertname = "CheckoutDown", severity }, ["endsAt"] = status == "resolved" ? end : default };
            }
            if (starts is not null)
            {
                alert[integration.Source == "generic" ? "startedAt" : "startsAt"] = starts;
            }
            return JsonSerializer.Serialize(integration.Source == "generic" ? alert : (object)new { version = "4", status, alerts = new[] { alert } });
        }
    }
}
