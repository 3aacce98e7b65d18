using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>Says why a schedule gives whom it gives.</summary>
public static class ReasonText
{
    public static string Of(OnCallReason reason) => reason switch
    {
        OnCallReason.Layer => ScheduleTexts.ByTheRotation,
        OnCallReason.Override => ScheduleTexts.Covering,
        OnCallReason.EmptyRotation => ScheduleTexts.NoLayerHasPeople,
        OnCallReason.BeforeStart => ScheduleTexts.LayersStartLater,
        OnCallReason.Deleted => ScheduleTexts.ScheduleWasDeleted,
        _ => ScheduleTexts.TurnHasLeft,
    };

    /// <summary>"by the rotation, until Mon 30 Nov 09:00".</summary>
    public static string HowLong(OnCallNow on, string zone) => on.Until is { } until
        ? ScheduleTexts.ReasonUntil.With(Of(on.Answer.Reason), SpanText.At(until, zone))
        : ScheduleTexts.ReasonForLong.With(Of(on.Answer.Reason));
}
