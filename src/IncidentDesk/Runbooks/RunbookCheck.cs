using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks.Actions;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>
/// What a runbook must be to be stored: a name of its own, a service that is there, 1 to 50 steps that have what their kind needs and nothing else, and secrets that exist.
/// </summary>
internal sealed class RunbookCheck(IEnumerable<IAction> actions)
{
    public const int MostSteps = 50;
    public const int LongestText = 10_000;
    public static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);
    private readonly Dictionary<StepKind, IAction> _actions = actions.ToDictionary(a => a.Kind);

    public async Task<Check> RunAsync(DeskTransaction work, RunbookDraft draft, Guid? current)
    {
        var check = new Check();
        var name = check.Line("name", draft.Name);
        check.That(!await work.Db.Set<Runbook>().AnyAsync(r => r.Name == name && r.DeletedAt == null && r.Id != current, work.Cancellation),
            "name", "Another runbook has this name already.");
        check.That(await work.Db.Set<Service>().AnyAsync(s => s.Id == draft.ServiceId && s.DeletedAt == null, work.Cancellation), "serviceId", "There is no such service.");
        if (!check.That(draft.Steps.Count is > 0 and <= MostSteps, "steps", $"A runbook needs 1 to {MostSteps} steps; these are {draft.Steps.Count}."))
        {
            return check;
        }
        var secrets = await work.Db.Set<RunbookSecret>().Select(s => s.Name).ToListAsync(work.Cancellation);
        foreach (var (i, step) in draft.Steps.Index())
        {
            CheckStep(check, $"steps[{i}]", step, secrets);
        }
        return check;
    }

    private void CheckStep(Check check, string field, RunbookStep step, List<string> secrets)
    {
        check.That(step.Title.Length <= Check.NameLimit && Text.IsLine(step.Title), $"{field}.title", $"A title is one line of at most {Check.NameLimit} characters.");
        foreach (var (member, kind) in Foreign(step))
        {
            check.Add($"{field}.{member}", $"Only a step of the kind {kind.ToString().ToLowerInvariant()} has this.");
        }
        if (step.Kind == StepKind.Text)
        {
            check.That(!string.IsNullOrWhiteSpace(step.Text) && step.Text.Length <= LongestText && !step.Text.Contains('\0'), $"{field}.text", "Write what to do, in 1 to 10,000 characters.");
            check.That(step.TimeLimit is null, $"{field}.timeLimit", "A text step has no time limit.");
            return;
        }
        check.That(step.TimeLimit is null || (step.TimeLimit >= TimeSpan.FromSeconds(1) && step.TimeLimit <= LongestTime), $"{field}.timeLimit", "This must be between PT1S and PT1H.");
        _actions[step.Kind].Check(check, field, step);
        foreach (var missing in SecretReferences.In(step).Except(secrets))
        {
            check.Add($"{field}", $"There is no secret named {missing}. An administrator adds it first.");
        }
    }

    /// <summary>Members that are given although another kind has them.</summary>
    private static IEnumerable<(string Member, StepKind Kind)> Foreign(RunbookStep step) => new (string, StepKind, bool Given)[]
        {
            ("text", StepKind.Text, step.Text is not null),
            ("command", StepKind.Command, step.Command is not null),
            ("environment", StepKind.Command, step.Environment is not null),
            ("method", StepKind.Http, step.Method is not null),
            ("url", StepKind.Http, step.Url is not null),
            ("headers", StepKind.Http, step.Headers is not null),
            ("body", StepKind.Http, step.Body is not null),
            ("expectedStatus", StepKind.Http, step.ExpectedStatus is not null),
            ("expectedText", StepKind.Http, step.ExpectedText is not null),
            ("retry", StepKind.Http, step.Retry),
            ("playbook", StepKind.Ansible, step.Playbook is not null),
            ("variables", StepKind.Ansible, step.Variables is not null),
        }
        .Where(m => m.Given && m.Item2 != step.Kind).Select(m => (m.Item1, m.Item2));
}
