using IncidentDesk.Demo;
using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Pages.Tour;

/// <summary>What somebody who plays the demo does next: as whom, what, and where.</summary>
public sealed record TourStop(int Number, string Title, string Text, string? Href, string? Action)
{
    /// <summary>How many stops there are.</summary>
    public const int Count = 6;

    /// <summary>The next stop, from where the outage's incident (null: not there yet) and its postmortem stand.</summary>
    public static TourStop Next(IncidentView? incident, PostmortemMark? postmortem)
    {
        if (incident is null)
        {
            return new(1, "In a moment checkout breaks", "A bad version of checkout is on its way. Its monitoring will notice, and Ana, who is on call, will be paged. Stay here.", null, null);
        }
        var (room, document) = ($"/incidents/{incident.Number}", $"/postmortems/{incident.Number}");
        return (incident.Status, postmortem?.Status) switch
        {
            (IncidentStatus.Triggered, _) => new(2, $"{incident.Reference}: acknowledge it", "Four checkouts in ten fail. Be Ana: say that you have it, or Bo is called in five minutes.", room, "Open the incident"),
            (IncidentStatus.Acknowledged or IncidentStatus.Mitigated, _) => new(3, $"{incident.Reference}: roll checkout back",
                "In its room choose the runbook Roll back checkout, read its dry run, then run it. The errors end within seconds, and the incident resolves by itself.", room, "Open the room"),
            (_, null) => new(4, $"{incident.Reference} is over: write down what happened", "Be Bo: write the postmortem. Its timeline is begun from what happened. Ask Chen for a review, and give somebody an action item.", room, "Open the incident"),
            (_, PostmortemStatus.Draft) => new(4, "Ask for a review", "Finish the postmortem, name Chen as its reviewer, and add an action item with an owner and a date.", document, "Open the postmortem"),
            (_, PostmortemStatus.InReview) => new(5, "Review it", "Be Chen: sign in as the manager, read it, approve it. Then it can be published.", document, "Open the postmortem"),
            _ => new(6, "See what is learned", "The review page shows what waits for a decision: postmortems, overdue action items, and whom the month cost sleep. Then play it again, or remove the demo.", "/review", "Open the review"),
        };
    }
}

/// <summary>Reads where the demo's outage stands.</summary>
internal sealed class TourReads(DemoActions demos, Desk desk)
{
    /// <summary>The demo with its next stop; null when this desk is no demo.</summary>
    public async Task<(DemoState Demo, TourStop Next)?> ReadAsync(CancellationToken cancellation)
    {
        if (await demos.FindAsync(cancellation) is not { } demo)
        {
            return null;
        }
        await using var db = await desk.ReadAsync(cancellation);
        var service = db.Set<Alerts.Integration>().Where(i => i.Id == demo.IntegrationId).Select(i => i.ServiceId).FirstOrDefault();
        var last = (await db.IncidentsAsync(new IncidentFilter(ServiceId: service, Limit: 1), cancellation)).FirstOrDefault();
        var incident = demo is { OutageIsDue: false, OutagePlayedAt: { } played } && last?.TriggeredAt >= played ? last : null;
        return (demo, TourStop.Next(incident, incident is null ? null : await db.PostmortemOfAsync(incident.Id, cancellation)));
    }
}
