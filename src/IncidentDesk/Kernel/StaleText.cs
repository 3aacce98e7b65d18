namespace IncidentDesk.Kernel;

/// <summary>What somebody reads whose change came too late.</summary>
public static class StaleText
{
    /// <summary>"Ana changed this a minute ago. Reload to see it, then change it again."</summary>
    public static string For(string? who, TimeSpan? ago) =>
        $"{who ?? "Someone"} changed this {Ago(ago ?? TimeSpan.Zero)}. Reload to see it, then change it again.";

    private static string Ago(TimeSpan ago) => ago switch
    {
        { TotalSeconds: < 45 } => "a moment ago",
        { TotalMinutes: < 1.5 } => "a minute ago",
        { TotalMinutes: < 60 } => $"{ago.TotalMinutes:0} minutes ago",
        { TotalHours: < 1.5 } => "an hour ago",
        { TotalHours: < 24 } => $"{ago.TotalHours:0} hours ago",
        _ => $"{ago.TotalDays:0} days ago",
    };
}
