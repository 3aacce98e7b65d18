using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>Says what a change of a schedule does to who is on call.</summary>
public static class ChangeText
{
    /// <summary>"Ben stays on call until Sat 28 Nov 09:00, then Chen.", or who takes over now.</summary>
    /// <param name="preview">The change, with at least one shift.</param>
    /// <param name="name">What a person is called.</param>
    /// <param name="zone">IANA id of the zone to say it in.</param>
    public static string Of(ChangePreview preview, Func<Guid, string> name, string? zone)
    {
        var running = preview.OnCallNow;
        return (preview.OnCallBefore, running) switch
        {
            (null, null) => ScheduleTexts.NobodyOnCallNow,
            ({ } before, null) => ScheduleTexts.GoesOffNow.With(name(before)),
            (null, { } now) => ScheduleTexts.TakesOverFromNobody.With(name(now.PersonId)),
            ({ } before, { } now) when before != now.PersonId => ScheduleTexts.TakesOverNow.With(name(now.PersonId), name(before)),
            (_, { } now) when preview.Shifts.Count == 1 => ScheduleTexts.StaysOnCall.With(name(now.PersonId)),
            (_, { } now) => ScheduleTexts.StaysUntilThen.With(name(now.PersonId), SpanText.At(now.End, zone), Then(preview.Shifts[1])),
        };

        string Then(Shift next) => next.Start == running!.End ? name(next.PersonId) : ScheduleTexts.NobodyLower;
    }
}
