using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Reach;

/// <summary>Says in words how a person will be told.</summary>
public static class PlanText
{
    /// <summary>The methods that can be added; the bell in the program everybody has.</summary>
    public static IReadOnlyList<Choice> Kinds => [new(nameof(ContactKind.Email), ReachTexts.Email), new(nameof(ContactKind.Webhook), ReachTexts.Webhook)];

    /// <summary>"Email".</summary>
    public static string KindOf(ContactKind kind) => kind == ContactKind.Webhook ? ReachTexts.Webhook : ReachTexts.Email;

    /// <summary>"High urgency: email to ana@example.com immediately, webhook to hooks.example.com after 5 minutes."</summary>
    public static string Sentence(Urgency urgency, NotificationPlan plan, IReadOnlyList<OwnMethod> methods)
    {
        var all = Told(plan, methods);
        return urgency == Urgency.High
            ? all.Length == 0 ? ReachTexts.UrgentOnlyBell : ReachTexts.UrgentTold.With(all)
            : all.Length == 0 ? ReachTexts.CanWaitOnlyBell : ReachTexts.CanWaitTold.With(all);
    }

    /// <summary>"Status updates: email to ana@example.com immediately."</summary>
    public static string Updates(NotificationPlan plan, IReadOnlyList<OwnMethod> methods) =>
        Told(plan, methods) is { Length: > 0 } all ? ReachTexts.UpdatesTold.With(all) : ReachTexts.UpdatesInAppOnly;

    /// <summary>"High urgency", "Status updates".</summary>
    public static string Head(RuleFor about) => about switch
    {
        RuleFor.High => ReachTexts.WhenUrgent,
        RuleFor.Low => ReachTexts.WhenItCanWait,
        _ => ReachTexts.StatusUpdates,
    };

    /// <summary>What the rules of this kind are about, in a sentence.</summary>
    public static string About(RuleFor about) => about switch
    {
        RuleFor.High => ReachTexts.HighSeverities,
        RuleFor.Low => ReachTexts.LowSeverities,
        _ => ReachTexts.UpdatesOfWhatYouWatch,
    };

    /// <summary>"immediately", "after 5 minutes".</summary>
    public static string When(TimeSpan after) => after == TimeSpan.Zero ? ReachTexts.AtOnce : ReachTexts.AfterThat.With(Minutes.Words(after));

    private static string Told(NotificationPlan plan, IReadOnlyList<OwnMethod> methods)
    {
        var addresses = methods.ToDictionary(m => m.Method.Id, m => Name(m.Method));
        return string.Join(ReachTexts.Comma, plan.Messages.Where(m => m.ContactMethodId is not null)
            .Select(m => ReachTexts.MethodAndWhen.With(addresses[m.ContactMethodId!.Value], When(m.After))));
    }

    /// <summary>"email to ana@example.com", "webhook to hooks.example.com".</summary>
    public static string Name(ContactMethodView method) => method.Kind == ContactKind.Webhook
        ? ReachTexts.WebhookTo.With(Uri.TryCreate(method.Address, UriKind.Absolute, out var url) ? url.Host : method.Address)
        : ReachTexts.EmailTo.With(method.Address);

    /// <summary>The sign of a kind.</summary>
    public static Glyph Sign(ContactKind kind) => kind switch
    {
        ContactKind.Email => Glyph.Mail,
        ContactKind.Webhook => Glyph.Link,
        _ => Glyph.Bell,
    };

    /// <summary>What became of the newest message: "The code was sent {0}.", "The test failed {0}: {1}", with when at {0} and the reason at {1}.</summary>
    public static string Last(LastMessage last)
    {
        var (code, test, other) = last.Status switch
        {
            NotificationStatus.Queued when last.IsTrouble => (ReachTexts.CodeNotGoneOut, ReachTexts.TestNotGoneOut, ReachTexts.LastMessageNotGoneOut),
            NotificationStatus.Queued or NotificationStatus.Sending => (ReachTexts.CodeOnItsWay, ReachTexts.TestOnItsWay, ReachTexts.LastMessageOnItsWay),
            NotificationStatus.Sent => (ReachTexts.CodeSent, ReachTexts.TestSent, ReachTexts.LastMessageSent),
            NotificationStatus.Delivered => (ReachTexts.CodeDelivered, ReachTexts.TestDelivered, ReachTexts.LastMessageDelivered),
            NotificationStatus.Cancelled => (ReachTexts.CodeNotNeeded, ReachTexts.TestNotNeeded, ReachTexts.LastMessageNotNeeded),
            _ => (ReachTexts.CodeFailed, ReachTexts.TestFailed, ReachTexts.LastMessageFailed),
        };
        return last.SubjectKind switch
        {
            "verification" => code,
            "test" => test,
            _ => other,
        };
    }

    /// <summary>True while the newest message is under way.</summary>
    public static bool IsMoving(LastMessage? last) => last is { IsTrouble: false, Status: NotificationStatus.Queued or NotificationStatus.Sending };
}
