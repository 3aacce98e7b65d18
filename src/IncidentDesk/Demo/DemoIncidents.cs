using System.Text.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Demo;

/// <summary>A step of the demo's month: what happens at an instant.</summary>
internal sealed record DemoStep(DateTimeOffset At, Func<CancellationToken, Task> Do);

/// <summary>Plays incidents as they happen: signals through the intake, and the verbs of people.</summary>
internal sealed class DemoIncidents(Desk desk, Intake intake, IncidentActions incidents, IncidentRoleActions roles, PinActions pins)
{
    /// <summary>The steps of one story. <paramref name="opened"/> hears the incident's id when it is there.</summary>
    public IEnumerable<DemoStep> Steps(DemoStory story, DemoCast cast, DateTimeOffset made, Action<Guid> opened)
    {
        var (begins, id) = (story.Begins(made), Guid.Empty);
        DemoStep At(double minutes, Func<CancellationToken, Task> todo) => After(TimeSpan.FromMinutes(minutes), todo);
        DemoStep After(TimeSpan time, Func<CancellationToken, Task> todo) => new(begins + time, todo);

        yield return At(0, stop => SignalAsync(story, cast, story.Title, firing: true, stop));
        yield return At(0.2, async stop => opened(id = await LatestAsync(cast.Services[story.Service].Id, stop)));
        if (story.Joined is { } joined)
        {
            yield return At(1.5, stop => SignalAsync(story, cast, joined, firing: true, stop));
        }
        if (story.Answered is { } answered)
        {
            yield return After(answered, async stop =>
                (await incidents.AcknowledgeAsync(id, await PagedAsync(id, cast, stop) with { Door = Caller.LinkDoor }, cancellation: stop)).MustSucceed());
        }
        if (story.Regraded is { } severity)
        {
            yield return At(story.AnsweredAfter!.Value + 1, async stop => (await incidents.SetSeverityAsync(id, severity, await PagedAsync(id, cast, stop), cancellation: stop)).MustSucceed());
            yield return At(story.AnsweredAfter!.Value + 1.2,
                async stop => (await roles.OfferAsync(id, IncidentRole.Commander, cast.People["Bo"].Id, await PagedAsync(id, cast, stop), cancellation: stop)).MustSucceed());
            yield return At(story.AnsweredAfter!.Value + 1.5, async stop => (await roles.AcceptAsync(id, IncidentRole.Commander, cast.By("Bo"), stop)).MustSucceed());
        }
        foreach (var (minute, who, text) in story.Notes)
        {
            yield return At(minute, stop => NoteAsync(id, text, cast.By(who), stop));
        }
        yield return After(story.Lasts, stop => EndAsync(story, id, cast, stop));
    }

    private async Task EndAsync(DemoStory story, Guid id, DemoCast cast, CancellationToken stop)
    {
        if (story.ByHand)
        {
            (await incidents.ResolveAsync(id, await PagedAsync(id, cast, stop), cancellation: stop)).MustSucceed();
            return;
        }
        await SignalAsync(story, cast, story.Title, firing: false, stop);
        if (story.Joined is { } joined)
        {
            await SignalAsync(story, cast, joined, firing: false, stop);
        }
    }

    private async Task NoteAsync(Guid id, string text, Caller by, CancellationToken stop)
    {
        var pinned = text[0] == '*';
        var incident = (await incidents.NoteAsync(id, pinned ? text[1..] : text, by, stop)).MustSucceed();
        if (pinned)
        {
            (await pins.PinAsync(id, incident.Seq, by, stop)).MustSucceed();
        }
    }

    /// <summary>As the source sends it, in the form of its own kind.</summary>
    private async Task SignalAsync(DemoStory story, DemoCast cast, string title, bool firing, CancellationToken stop)
    {
        var integration = cast.Integrations[story.Service];
        var (state, key) = (firing ? "firing" : "resolved", $"{title.Replace(' ', '-').ToLowerInvariant()}-{story.DaysAgo}");
        var labels = new Dictionary<string, string> { ["alertname"] = title, ["severity"] = story.Severity, ["job"] = story.Service.ToLowerInvariant(), ["environment"] = "production" };
        var body = JsonSerializer.SerializeToUtf8Bytes<object>(integration.Source == "prometheus"
            ? new { version = "4", status = state, alerts = new[] { new { status = state, labels, annotations = new { summary = title }, fingerprint = key } } }
            : new { title, dedupKey = key, state, severity = story.Severity, labels });
        var route = new IntegrationRoute(integration.Id, integration.ServiceId, integration.Source, integration.Name);
        stop.ThrowIfCancellationRequested();
        if (await intake.AcceptAsync(route, SourceCatalog.Find(integration.Source)!.Read(body), body) != IntakeResult.Accepted)
        {
            throw new InvalidOperationException("An event of the demo could not be stored.");
        }
    }

    private async Task<Guid> LatestAsync(Guid service, CancellationToken stop)
    {
        await using var db = await desk.ReadAsync(stop);
        return await db.Set<Incident>().Where(i => i.ServiceId == service).OrderByDescending(i => i.Number).Select(i => i.Id).FirstAsync(stop);
    }

    /// <summary>Whoever was paged for it last, in front of a page.</summary>
    private async Task<Caller> PagedAsync(Guid id, DemoCast cast, CancellationToken stop)
    {
        await using var db = await desk.ReadAsync(stop);
        var person = await db.Set<Page>().Where(p => p.IncidentId == id).OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).Select(p => p.PersonId).FirstAsync(stop);
        return new Caller(person, cast.People.Values.First(p => p.Id == person).Name, "web");
    }
}
