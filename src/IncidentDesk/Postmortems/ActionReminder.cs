using System.Globalization;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>
/// Reminds the owner of an action item, with low urgency, and sets the next reminder. The job's payload is the local day it was set for, so that an owner
/// who has moved to another zone meanwhile is still told in their own morning.
/// </summary>
internal sealed class ActionReminder(Desk desk) : DatabaseJob(desk)
{
    /// <summary>The job's kind; its subject is the action item.</summary>
    public const string JobKind = "action-reminder";

    /// <summary>The kind of the notification's subject.</summary>
    public const string SubjectKind = "action-item";

    public override string Kind => JobKind;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var item = (await desk.Db.Set<ActionItem>().FromSql($"SELECT * FROM action_items WHERE id = {job.Subject} FOR UPDATE").ToListAsync(desk.Cancellation)).FirstOrDefault();
        if (item is not { IsOpen: true })
        {
            return;
        }
        var owner = await desk.Db.Set<Person>().AsNoTracking().FirstAsync(p => p.Id == item.OwnerId, desk.Cancellation);
        var day = DateOnly.ParseExact(System.Text.Json.JsonDocument.Parse(job.Payload).RootElement.GetProperty("day").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var morning = LocalDays.MorningOf(owner.TimeZone, day);
        if (morning > desk.Now)
        {
            desk.Enqueue(Lanes.Housekeeping, JobKind, item.Id, morning, job.Payload);
            return;
        }
        // Whoever has left is told nothing; the review inbox shows what is theirs.
        if (owner.DisabledAt is null)
        {
            await RemindAsync(desk, item, owner);
        }
        Set(desk, item, owner.TimeZone);
    }

    /// <summary>Sets the next reminder of an open item.</summary>
    internal static void Set(DeskTransaction desk, ActionItem item, string zone)
    {
        var day = ReminderRule.Next(item.Due, zone, desk.Now);
        desk.Enqueue(Lanes.Housekeeping, JobKind, item.Id, LocalDays.MorningOf(zone, day), $$"""{"day":"{{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}"}""");
    }

    private static async Task RemindAsync(DeskTransaction desk, ActionItem item, Person owner)
    {
        var about = await (from p in desk.Db.Set<Postmortem>()
                           join i in desk.Db.Set<Incident>() on p.IncidentId equals i.Id
                           where p.Id == item.PostmortemId
                           select new { i.Number, i.Title }).FirstAsync(desk.Cancellation);
        var words = ReminderRule.Words(item.Due, LocalDays.Today(owner.TimeZone, desk.Now));
        await desk.NotifyAsync(owner.Id, null, Urgency.Low, new NotificationSubject(SubjectKind, item.Id, $"\"{item.Title}\" {words}", $"/postmortems/{about.Number}#action-{item.Id}",
            $"You own this action from the postmortem of INC-{about.Number} {about.Title}. It was due {item.Due.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}. "
            + "Mark it done or dropped, or move its due date, to stop these reminders."));
    }
}
