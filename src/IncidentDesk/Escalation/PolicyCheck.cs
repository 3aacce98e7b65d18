using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>
/// What a policy must be to be stored: a name of its own, 1 to 20 steps of 1 to 20 targets that are there, waits of at most a day, at most 50 repeats,
/// and rounds that last a minute or more when they repeat, so that nobody is called fifty times at once.
/// </summary>
internal static class PolicyCheck
{
    public const int MostSteps = 20;
    public const int MostTargets = 20;
    public const int MostRepeats = 50;
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);
    public static readonly TimeSpan ShortestFallback = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan ShortestRound = TimeSpan.FromMinutes(1);

    public static async Task<Check> RunAsync(DeskTransaction work, PolicyDraft draft, Guid? current)
    {
        var check = new Check();
        var name = check.Line("name", draft.Name);
        check.That(!await work.Db.Set<EscalationPolicy>().AnyAsync(p => p.Name == name && p.DeletedAt == null && p.Id != current, work.Cancellation),
            "name", "Another escalation policy has this name already.");
        check.Number("repeats", draft.Repeats, 0, MostRepeats);
        check.That(draft.FallbackEvery is not { } every || (every >= ShortestFallback && every <= LongestDelay), "fallbackEvery", "This must be between 1 minute and 24 hours.");
        if (!check.That(draft.Steps.Count is > 0 and <= MostSteps, "steps", $"A policy needs 1 to {MostSteps} steps; these are {draft.Steps.Count}."))
        {
            return check;
        }
        var targets = await KnownTargets.LoadAsync(work, draft);
        foreach (var (i, step) in draft.Steps.Index())
        {
            CheckStep(check, step, $"steps[{i}]", targets);
        }
        check.That(draft.Repeats == 0 || draft.Steps.Sum(s => s.Delay.TotalMinutes) >= ShortestRound.TotalMinutes, "repeats",
            "The rounds would follow each other immediately. Give the steps delays of a minute or more together, or repeat 0 times.");
        return check;
    }

    private static void CheckStep(Check check, PolicyStep step, string field, KnownTargets known)
    {
        check.Span($"{field}.delay", step.Delay, LongestDelay);
        if (!check.That(step.Targets.Count is > 0 and <= MostTargets, $"{field}.targets", $"A step needs 1 to {MostTargets} targets; these are {step.Targets.Count}."))
        {
            return;
        }
        foreach (var (i, target) in step.Targets.Index())
        {
            if (check.That(Enum.IsDefined(target.Kind), $"{field}.targets[{i}].kind", "This must be one of person, schedule, team.")
                && known.WhyNot(target) is { } reason)
            {
                check.Add($"{field}.targets[{i}].id", reason);
            }
            check.That(!step.Targets.Take(i).Contains(target), $"{field}.targets[{i}]", "This target is named twice in the step.");
        }
    }

    /// <summary>The targets of a draft that are there.</summary>
    private sealed record KnownTargets(Dictionary<Guid, bool> Disabled, HashSet<Guid> Teams, HashSet<Guid> Schedules)
    {
        public static async Task<KnownTargets> LoadAsync(DeskTransaction work, PolicyDraft draft)
        {
            var people = Ids(draft, TargetKind.Person);
            var teams = Ids(draft, TargetKind.Team);
            var schedules = Ids(draft, TargetKind.Schedule);
            return new KnownTargets(
                await work.Db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisabledAt != null, work.Cancellation),
                [.. await work.Db.Set<Team>().Where(t => teams.Contains(t.Id) && t.DeletedAt == null).Select(t => t.Id).ToListAsync(work.Cancellation)],
                [.. await work.Db.Set<Schedule>().Where(s => schedules.Contains(s.Id) && s.DeletedAt == null).Select(s => s.Id).ToListAsync(work.Cancellation)]);
        }

        public string? WhyNot(Target target) => target.Kind switch
        {
            TargetKind.Person => !Disabled.TryGetValue(target.Id, out var gone) ? "There is no such person." : gone ? "This person is deactivated and can't be paged." : null,
            TargetKind.Team => Teams.Contains(target.Id) ? null : "There is no such team.",
            _ => Schedules.Contains(target.Id) ? null : "There is no such schedule.",
        };

        private static List<Guid> Ids(PolicyDraft draft, TargetKind kind) =>
            [.. draft.Steps.SelectMany(s => s.Targets).Where(t => t.Kind == kind).Select(t => t.Id)];
    }
}
