using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>Says why a schedule gives whom it gives, or nobody.</summary>
public static class ReasonText
{
    /// <summary>Why it gives nobody.</summary>
    public static string OfNobody(OnCallReason reason) => reason switch
    {
        OnCallReason.EmptyRotation => ScheduleTexts.NoLayerHasPeople,
        OnCallReason.BeforeStart => ScheduleTexts.LayersStartLater,
        OnCallReason.Deleted => ScheduleTexts.ScheduleWasDeleted,
        _ => ScheduleTexts.TurnHasLeft,
    };

    /// <summary>"On call until Mon 30 Nov 09:00", or the same of an override.</summary>
    public static string HowLong(OnCallNow on, string zone) => (on.Answer.Reason, on.Until) switch
    {
        (OnCallReason.Override, { } until) => ScheduleTexts.OverrideUntil.With(SpanText.At(until, zone)),
        (OnCallReason.Override, null) => ScheduleTexts.OverrideForLong,
        (_, { } until) => ScheduleTexts.OnCallUntil.With(SpanText.At(until, zone)),
        _ => ScheduleTexts.OnCallForLong,
    };
}
