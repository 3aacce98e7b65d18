using IncidentDesk.OnCall;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>Says why a schedule gives whom it gives.</summary>
public static class ReasonText
{
    public static string Of(OnCallReason reason) => reason switch
    {
        OnCallReason.Layer => "by the rotation",
        OnCallReason.Override => "covering",
        OnCallReason.EmptyRotation => "No layer has people.",
        OnCallReason.BeforeStart => "Its layers start later.",
        OnCallReason.Deleted => "The schedule was deleted.",
        _ => "Whoever had the turn has left.",
    };
}
