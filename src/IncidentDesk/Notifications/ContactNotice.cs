using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// Tells a person that one of their contact methods has come or gone, at the email addresses that were there before, the removed one included: whoever
/// takes over an account can't move its pages unnoticed.
/// </summary>
internal static class ContactNotice
{
    /// <summary>What its message is about. It is the one kind that still goes to an address that was removed.</summary>
    public const string Kind = "contact-method";

    public static Task AddedAsync(DeskTransaction work, ContactMethod method, Caller by) =>
        TellAsync(work, method, "A contact method was added", $"{by.Name} added {Name(method)}: from now on you are paged there, by your notification rules.", but: method.Id);

    public static Task RemovedAsync(DeskTransaction work, ContactMethod method, Caller by) =>
        TellAsync(work, method, "A contact method was removed", $"{by.Name} removed {Name(method)}: you are no longer paged there.", but: null);

    private static async Task TellAsync(DeskTransaction work, ContactMethod changed, string title, string what, Guid? but)
    {
        var others = await work.Db.Set<ContactMethod>().AsNoTracking()
            .Where(m => m.PersonId == changed.PersonId && m.VerifiedAt != null && m.DeletedAt == null && m.Id != but)
            .OrderBy(m => m.Id).Select(m => new { m.Id, m.Kind }).ToListAsync(work.Cancellation);
        if (others.Count == 0)
        {
            // The first way to reach a person is no news to anybody.
            return;
        }
        var subject = new NotificationSubject(Kind, changed.Id, title, "/me",
            $"{what}\n\nIf that was not you, change your password, check your contact methods and notification rules, and tell an administrator.");
        const string reason = "a contact method changed";
        work.Queue(changed.PersonId, null, Urgency.Low, subject, new PlannedNotification(null, ContactKind.InApp, TimeSpan.Zero, reason));
        foreach (var address in others.Where(m => m.Kind == ContactKind.Email))
        {
            work.Queue(changed.PersonId, null, Urgency.Low, subject, new PlannedNotification(address.Id, address.Kind, TimeSpan.Zero, reason));
        }
        work.Wake(NotificationTopics.Bell(changed.PersonId));
    }

    /// <summary>A webhook's path may hold a secret.</summary>
    private static string Name(ContactMethod method) =>
        method.Kind == ContactKind.Webhook ? $"the webhook at {new Uri(method.Address).Host}" : $"the email address {Text.Isolate(method.Address)}";
}
