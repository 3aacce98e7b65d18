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
        var usable = Usable(methods);
        var planned = Ruled(urgency == Urgency.High ? RuleFor.High : RuleFor.Low, $"the rule for {Name(urgency)} urgency", usable, rules);
        if (planned.Count == 0)
        {
            planned = [.. usable.Select(m => new PlannedNotification(m.Id, m.Kind, TimeSpan.Zero, $"no rule for {Name(urgency)} urgency: every verified method immediately"))];
        }
        return new NotificationPlan([Bell, .. planned], planned.Count > 0);
    }

    /// <summary>A status update: in the program, by every verified email address, and by what the person's rules for updates add. It rings nothing that no rule names.</summary>
    public static NotificationPlan ForUpdates(IReadOnlyList<ContactMethod> methods, IReadOnlyList<NotificationRule> rules)
    {
        var usable = Usable(methods);
        var ruled = Ruled(RuleFor.Updates, "the rule for status updates", usable, rules);
        var mails = usable.Where(m => m.Kind == ContactKind.Email && ruled.All(r => r.ContactMethodId != m.Id))
            .Select(m => new PlannedNotification(m.Id, m.Kind, TimeSpan.Zero, "status updates go to every verified email address"));
        List<PlannedNotification> planned = [.. ruled, .. mails];
        return new NotificationPlan([Bell, .. planned], planned.Count > 0);
    }

    private static PlannedNotification Bell { get; } = new(null, ContactKind.InApp, TimeSpan.Zero, "shown in-app");

    private static List<ContactMethod> Usable(IReadOnlyList<ContactMethod> methods) => [.. methods.Where(m => m.VerifiedAt is not null && m.DeletedAt is null)];

    private static List<PlannedNotification> Ruled(RuleFor about, string name, List<ContactMethod> usable, IReadOnlyList<NotificationRule> rules) =>
        [.. from rule in rules.Where(r => r.Urgency == about).OrderBy(r => r.After).DistinctBy(r => r.ContactMethodId)
            join method in usable on rule.ContactMethodId equals method.Id
            select new PlannedNotification(method.Id, method.Kind, rule.After,
                rule.After == TimeSpan.Zero ? $"by {name}: immediately" : $"by {name}: after {rule.After.TotalMinutes:0.#} minutes")];

    private static string Name(Urgency urgency) => urgency == Urgency.High ? "high" : "low";
}
