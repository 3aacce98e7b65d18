using System.Text.Json;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>
/// Sends a body as the source itself would through the real intake, so that people see the whole way of a signal before their monitoring is connected.
/// It is of severity info: it opens a real incident of low urgency.
/// </summary>
public sealed class TestSignals(Desk desk, Intake intake, Clock clock)
{
    /// <summary>The dedup key of the test.</summary>
    public const string Key = "incidentdesk-test";

    private const string Title = "Test event from IncidentDesk";

    /// <summary>Sends the test as firing, or as resolved; returns when it is committed.</summary>
    public async Task<Outcome<IntegrationView>> SendAsync(Guid integrationId, bool resolved, Caller by, CancellationToken cancellation = default)
    {
        var found = await desk.DoAsync<IntegrationView>(by, Right.WorkOnIncidents, async work =>
        {
            var integration = await work.Db.Set<Integration>().AsNoTracking()
                .FirstOrDefaultAsync(i => i.Id == integrationId && i.DeletedAt == null, cancellation);
            if (integration is null)
            {
                return new Refusal.NotFound("The integration");
            }
            work.Audit(by, "integration.tested", integrationId, new { resolved });
            return IntegrationView.Of(integration);
        }, cancellation);
        if (!found.Succeeded)
        {
            return found;
        }
        var view = found.Value;
        var body = Body(view.Source, resolved, clock.Now);
        var reading = SourceCatalog.Find(view.Source)!.Read(body);
        var result = await intake.AcceptAsync(new IntegrationRoute(view.Id, view.ServiceId, view.Source, view.Name), reading, body);
        return result == IntakeResult.Accepted ? found : new Refusal.Conflict("The intake is busy. Nothing was sent; try again in a moment.");
    }

    /// <summary>What a source of this kind would send.</summary>
    internal static byte[] Body(string source, bool resolved, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(
        source == "prometheus" ? Alertmanager(resolved, now) : Generic(resolved, now), JsonSerializerOptions.Web);

    private static object Generic(bool resolved, DateTimeOffset now) =>
        new { title = Title, dedupKey = Key, state = State(resolved), severity = "info", startedAt = now };

    private static object Alertmanager(bool resolved, DateTimeOffset now) => new
    {
        version = "4",
        status = State(resolved),
        alerts = new[]
        {
            new
            {
                status = State(resolved),
                labels = new { alertname = "IncidentDeskTest", severity = "info" },
                annotations = new { summary = Title },
                startsAt = now,
                endsAt = resolved ? now : default,
                fingerprint = Key,
            },
        },
    };

    private static string State(bool resolved) => resolved ? "resolved" : "firing";
}
