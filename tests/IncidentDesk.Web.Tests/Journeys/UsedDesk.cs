using System.Text.Json.Nodes;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>A desk that is in use, for tests that look at every page.</summary>
internal static class UsedDesk
{
    private static readonly string[] Lists =
    [
        "/incidents?show=all", "/on-call", "/services", "/services/new", "/people", "/people/new", "/teams", "/teams/new", "/schedules", "/schedules/new", "/policies", "/policies/new",
        "/integrations", "/integrations/new", "/runbooks", "/runbooks/new", "/runbook-secrets", "/postmortems", "/action-items", "/review", "/insights", "/me", "/me/notifications", "/account", "/welcome",
    ];

    /// <summary>Makes one of each thing; answers the addresses of all pages, those about them among them.</summary>
    public static async Task<IReadOnlyList<string>> FillAsync(Outage desk)
    {
        var person = (await FirstAsync(desk, "people"))["id"];
        var schedule = await desk.PostAsync("schedules", new
        {
            name = "Shop",
            timeZone = "Europe/Stockholm",
            layers = new[] { new { people = new[] { person }, rotation = "weekly", handoff = "09:00", start = "2026-11-16" } },
            overrides = Array.Empty<object>(),
        });
        var runbook = await desk.PostAsync("runbooks", new { name = "Restart it", serviceId = desk.ServiceId, steps = new[] { new { kind = "text", title = "Ask", text = "Ask the bank first." } } });
        var over = await desk.OpenIncidentAsync("Payments failed");
        await desk.PostAsync($"incidents/{over}/notes", new { text = "Rolled back 4.8.1." });
        await desk.PostAsync($"incidents/{over}/resolve", new { });
        var postmortem = await desk.PostAsync("postmortems", new { incidentNumber = over });
        await desk.PostAsync("action-items", new { title = "Test the roll-back", ownerId = person, due = "2026-11-20", priority = "high", type = "prevent", status = "open", postmortemId = postmortem["id"] });
        var open = await desk.OpenIncidentAsync("Checkout is slow", "SEV1");
        await desk.PostAsync($"incidents/{open}/tasks", new { title = "Call the bank" });
        (await desk.Http.PutAsync($"services/{desk.ServiceId}/watch", null)).EnsureSuccessStatusCode();
        await desk.PostAsync($"incidents/{open}/updates", new { text = "Some orders fail.", nextIn = "PT30M" });
        var run = await desk.PostAsync($"incidents/{open}/runs", new { runbookId = runbook["id"], dryRun = true });
        return
        [
            .. Lists, $"/incidents/{open}", $"/incidents/{open}/watch", $"/incidents/{over}", $"/postmortems/{over}", $"/runs/{run["id"]}", $"/runbooks/{runbook["id"]}", $"/runbooks/{runbook["id"]}/edit", $"/schedules/{schedule["id"]}",
            $"/schedules/{schedule["id"]}/edit", $"/services/{desk.ServiceId}", $"/services/{desk.ServiceId}/edit", $"/people/{person}", $"/people/{person}/edit",
            $"/teams/{(await FirstAsync(desk, "teams"))["id"]}", $"/policies/{(await FirstAsync(desk, "escalation-policies"))["id"]}", $"/integrations/{(await FirstAsync(desk, "integrations"))["id"]}",
        ];
    }

    private static async Task<JsonNode> FirstAsync(Outage desk, string things) => (await desk.GetAsync(things))["items"]![0]!;
}
