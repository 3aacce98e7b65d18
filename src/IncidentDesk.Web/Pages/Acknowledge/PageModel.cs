using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Acknowledge;

/// <summary>Everything that the page that acknowledges shows, read in one go. <paramref name="Help"/> is whom asking for help would page; null when there is no one.</summary>
public sealed record PageModel(
    string Token, Person Person, IncidentView Incident, DateTimeOffset Now, NextStep? Next, SeenBefore? Before, SignalLink? Runbook,
    IReadOnlyList<OpenPage> Others, IReadOnlyList<KeyValuePair<Guid, string>> Colleagues, IReadOnlyList<Said> Said, PagedNow? Help, bool MayAct, string? Problem = null)
{
    /// <summary>The person, through the link.</summary>
    public Caller By => CallerOf(Person);

    public bool IsMine => Incident.AcknowledgedById == Person.Id;

    /// <summary>Null when the notification is none, its incident is gone, or the link's life is over.</summary>
    public static async Task<PageModel?> ReadAsync(DeskDb db, string token, Guid notification, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.PageOfNotificationAsync(notification, now, cancellation) is not var (person, incident))
        {
            return null;
        }
        var climb = await db.ClimbAsync(incident.Id, cancellation);
        var alerts = await db.AlertsAsync(incident.Id, null, null, null, 20, cancellation);
        var others = (await db.OpenPagesAsync(person.Id, cancellation)).Where(p => p.IncidentId != incident.Id).ToList();
        var colleagues = await db.AskableAsync(cancellation);
        return new PageModel(token, person, incident, now, climb?.Next, await db.SeenBeforeAsync(incident, cancellation),
            await RunbookAsync(db, incident.ServiceId, cancellation)
                ?? alerts.SelectMany(a => a.Alert.Links).Where(l => l.Text.Contains("runbook", StringComparison.OrdinalIgnoreCase)).Select(Shortened).FirstOrDefault(),
            others, [.. colleagues.Where(c => c.Key != person.Id)], await db.SaidAsync(incident, person.Id, cancellation),
            await db.PagedForHelpAsync(incident.Id, CallerOf(person), now, cancellation),
            (await db.StandingAsync(CallerOf(person), cancellation))?.MayAny(Right.AnswerPages) == true);
    }

    private static Caller CallerOf(Person person) => new(person.Id, person.Name, Caller.LinkDoor);

    /// <summary>The service's own runbook comes before a link that an alert brought.</summary>
    private static async Task<SignalLink?> RunbookAsync(DeskDb db, Guid service, CancellationToken cancellation) =>
        await db.FirstRunbookAsync(service, cancellation) is var (id, name) ? new SignalLink(AcknowledgeTexts.RunbookNamed.With(name), $"/runbooks/{id}") : null;

    /// <summary>What a source says of its link is kept only where it names the runbook.</summary>
    private static SignalLink Shortened(SignalLink link) =>
        link.Text.StartsWith("Runbook: ", StringComparison.Ordinal) ? link : link with { Text = AcknowledgeTexts.Runbook };
}
