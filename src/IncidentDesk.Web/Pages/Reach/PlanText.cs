using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Reach;

/// <summary>Says in words how a person will be told.</summary>
public static class PlanText
{
    /// <summary>The methods that can be added; the bell in the program everybody has.</summary>
    public static IReadOnlyList<Choice> Kinds { get; } = [new(nameof(ContactKind.Email), "Email"), new(nameof(ContactKind.Webhook), "Webhook")];

    /// <summary>"When it is urgent: email to ana@example.com at once, webhook to hooks.example.com after 5 minutes."</summary>
    public static string Sentence(Urgency urgency, NotificationPlan plan, IReadOnlyList<OwnMethod> methods)
    {
        var addresses = methods.ToDictionary(m => m.Method.Id, m => Name(m.Method));
        var told = plan.Messages.Where(m => m.ContactMethodId is not null).Select(m => $"{addresses[m.ContactMethodId!.Value]} {When(m.After)}").ToList();
        return $"{Head(urgency)}: {(told.Count == 0 ? "only the bell in the program. Nothing will wake you" : string.Join(", ", told))}.";
    }

    /// <summary>"When it is urgent".</summary>
    public static string Head(Urgency urgency) => urgency == Urgency.High ? "When it is urgent" : "When it can wait";

    /// <summary>"at once", "after 5 minutes".</summary>
    public static string When(TimeSpan after) => after == TimeSpan.Zero ? "at once" : "after " + Minutes.Words(after);

    /// <summary>"email to ana@example.com", "webhook to hooks.example.com".</summary>
    public static string Name(ContactMethodView method) => method.Kind == ContactKind.Webhook
        ? $"webhook to {(Uri.TryCreate(method.Address, UriKind.Absolute, out var url) ? url.Host : method.Address)}"
        : $"email to {method.Address}";

    /// <summary>The sign of a kind.</summary>
    public static Glyph Sign(ContactKind kind) => kind switch
    {
        ContactKind.Email => Glyph.Mail,
        ContactKind.Webhook => Glyph.Link,
        _ => Glyph.Bell,
    };

    /// <summary>What became of the newest message: "The code was sent", "The test failed".</summary>
    public static string Last(LastMessage last) => $"The {Subject(last.SubjectKind)} {last.Status switch
    {
        NotificationStatus.Queued when last.IsTrouble => "has not gone out",
        NotificationStatus.Queued or NotificationStatus.Sending => "is on its way",
        NotificationStatus.Sent => "was sent",
        NotificationStatus.Delivered => "was delivered",
        NotificationStatus.Cancelled => "was not needed any more",
        _ => "failed",
    }}";

    /// <summary>True while the newest message is under way.</summary>
    public static bool IsMoving(LastMessage? last) => last is { IsTrouble: false, Status: NotificationStatus.Queued or NotificationStatus.Sending };

    private static string Subject(string kind) => kind switch
    {
        "verification" => "code",
        "test" => "test",
        _ => "last message",
    };
}
