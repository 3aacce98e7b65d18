using IncidentDesk.Escalation;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Escalations;

/// <summary>Something that a step can point at, with its name.</summary>
public sealed record TargetChoice(Target Target, string Name)
{
    /// <summary>The value in the form: <c>schedule:0193...</c></summary>
    public string Value => $"{Word(Target.Kind)}:{Target.Id}";

    /// <summary>The target that a value names; null for none.</summary>
    public static Target? Read(string? value) =>
        value?.Split(':') is [var kind, var id] && Enum.TryParse<TargetKind>(kind, ignoreCase: true, out var known) && Guid.TryParse(id, out var guid)
            ? new Target(known, guid)
            : null;

    /// <summary>"person", "schedule", "team", as the form writes them.</summary>
    public static string Word(TargetKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The same for reading.</summary>
    public static string Named(TargetKind kind) => kind switch
    {
        TargetKind.Person => EscalationTexts.TargetPerson,
        TargetKind.Team => EscalationTexts.TargetTeam,
        _ => EscalationTexts.TargetSchedule,
    };

    /// <summary>Where its page is.</summary>
    public static string Href(Target target) => target.Kind switch
    {
        TargetKind.Person => $"/people/{target.Id}",
        TargetKind.Team => $"/teams/{target.Id}",
        _ => $"/schedules/{target.Id}",
    };
}

/// <summary>All that steps can point at: schedules first, because they survive holidays.</summary>
public sealed record TargetChoices(IReadOnlyList<TargetChoice> Schedules, IReadOnlyList<TargetChoice> Teams, IReadOnlyList<TargetChoice> People)
{
    public static TargetChoices Of(IEnumerable<ScheduleRow> schedules, IEnumerable<TeamView> teams, IEnumerable<PersonView> people) => new(
        [.. schedules.Select(s => new TargetChoice(new Target(TargetKind.Schedule, s.Id), s.Name)).OrderBy(c => c.Name)],
        [.. teams.Select(t => new TargetChoice(new Target(TargetKind.Team, t.Id), t.Name)).OrderBy(c => c.Name)],
        [.. people.Select(p => new TargetChoice(new Target(TargetKind.Person, p.Id), p.DisabledAt is null ? p.Name : EscalationTexts.HasLeft.With(p.Name))).OrderBy(c => c.Name)]);

    /// <summary>Groups with their labels, empty ones left out.</summary>
    public IEnumerable<(string Label, IReadOnlyList<TargetChoice> Choices)> Groups =>
        new[] { (EscalationTexts.WhoeverIsOnCallBy, Schedules), (EscalationTexts.EverybodyInTheTeam, Teams), (EscalationTexts.Always, People) }.Where(g => g.Item2.Count > 0);

    /// <summary>The name of a target; "deleted" for one that is no longer there.</summary>
    public string NameOf(Target target) =>
        Schedules.Concat(Teams).Concat(People).FirstOrDefault(c => c.Target == target)?.Name ?? target.Kind switch
        {
            TargetKind.Person => EscalationTexts.GonePerson,
            TargetKind.Team => EscalationTexts.GoneTeam,
            _ => EscalationTexts.GoneSchedule,
        };
}
