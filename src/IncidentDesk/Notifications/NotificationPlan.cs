using IncidentDesk.People;

namespace IncidentDesk.Notifications;

/// <summary>One message that the plan asks for.</summary>
public sealed record PlannedNotification(Guid? ContactMethodId, ContactKind Method, TimeSpan After, string Reason);

/// <summary>How a person will be told, and whether that can wake anybody outside the program.</summary>
public sealed record NotificationPlan(IReadOnlyList<PlannedNotification> Messages, bool Reaches)
{
    /// <summary>
    /// The bell in the program always; then by the person's rules for this urgency, or, without a rule, by every verified method at once. A rule whose
    /// method is gone or unverified is left out; when that leaves none, every verified method is used, because a page must not be lost to a stale rule.
    /// </summary>
    public static NotificationPlan For(Urgency urgency, IReadOnlyList<ContactMethod> methods, IReadOnlyList<NotificationRule> rules)
    {
        var usable = methods.Where(m => m.VerifiedAt is not null && m.DeletedAt is null).ToDictionary(m => m.Id);
        var planned = rules.Where(r => r.Urgency == urgency && usable.ContainsKey(r.ContactMethodId))
            .OrderBy(r => r.After)
            .DistinctBy(r => r.ContactMethodId)
            .Select(r => new PlannedNotification(r.ContactMethodId, usable[r.ContactMethodId].Kind, r.After, ByRule(r, urgency)))
            .ToList();
        if (planned.Count == 0)
        {
            planned = [.. usable.Values.Select(m => new PlannedNotification(m.Id, m.Kind, TimeSpan.Zero, $"no rule for {Name(urgency)} urgency: every verified method at once"))];
        }
        var bell = new PlannedNotification(null, ContactKind.InApp, TimeSpan.Zero, "shown in the program");
        return new NotificationPlan([bell, .. planned], planned.Count > 0);
    }

    private static string ByRule(NotificationRule rule, Urgency urgency) => rule.After == TimeSpan.Zero
        ? $"by the rule for {Name(urgency)} urgency: at once"
        : $"by the rule for {Name(urgency)} urgency: after {rule.After.TotalMinutes:0.#} minutes";

    private static string Name(Urgency urgency) => urgency == Urgency.High ? "high" : "low";
}
