using System.Globalization;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Escalations;

/// <summary>A policy as it stands in the editor.</summary>
public sealed class PolicyInput : StepsInput<PolicyInput.StepInput>
{
    private static readonly TimeSpan UsualDelay = TimeSpan.FromMinutes(5);

    public string? Name { get; set; }

    /// <summary>How often the steps are repeated after the first round, as typed.</summary>
    public string? Repeats { get; set; } = "0";

    /// <summary>The minutes between two pages of the administrators once the steps have gone, as typed.</summary>
    public string? FallbackEvery { get; set; } = Minutes.Text(EscalationPolicy.DefaultFallbackEvery);

    public static PolicyInput Of(PolicyView policy)
    {
        var input = new PolicyInput { Name = policy.Name, Repeats = policy.Repeats.ToString(CultureInfo.InvariantCulture), FallbackEvery = Minutes.Text(policy.FallbackEvery) };
        input.Steps.Clear();
        input.Steps.AddRange(policy.Steps.Select(s => new StepInput { Delay = Minutes.Text(s.Delay), Targets = [.. s.Targets] }));
        return input;
    }

    /// <summary>The draft, or the refusal of what is no number. A target chosen but not added yet counts as added.</summary>
    public Outcome<PolicyDraft> ToDraft()
    {
        var check = new Check();
        check.Line("name", Name);
        var isNumber = int.TryParse(Repeats, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var repeats);
        check.That(isNumber, "repeats", EscalationTexts.MustBeWholeNumber);
        foreach (var (i, step) in Steps.Index())
        {
            step.Take();
            check.That(Minutes.Parse(step.Delay) >= TimeSpan.Zero, $"steps[{i}].delay", EscalationTexts.MustBeMinutes);
        }
        check.That(Minutes.Parse(FallbackEvery) is not null, "fallbackEvery", EscalationTexts.MustBeMinutes);
        return check.Failed ? check.Refusal : new PolicyDraft(Name ?? "", [.. Steps.Select(s => s.ToStep())], repeats, Minutes.Parse(FallbackEvery));
    }

    /// <summary>What can be previewed now: the steps that have targets, with waits that are no number counted as none.</summary>
    public (IReadOnlyList<PolicyStep> Steps, int Repeats) ToPreview() => (
        [.. Steps.Where(s => s.Targets.Count > 0).Select(s => s.ToStep())],
        int.TryParse(Repeats, out var repeats) ? Math.Clamp(repeats, 0, 50) : 0);

    /// <summary>One step in the editor.</summary>
    public sealed class StepInput
    {
        /// <summary>The minutes to wait after it, as typed.</summary>
        public string? Delay { get; set; } = Minutes.Text(UsualDelay);

        public List<Target> Targets { get; init; } = [];

        /// <summary>The target chosen but not added yet, as <see cref="TargetChoice"/> writes it; null or empty for none.</summary>
        public string? Chosen { get; set; }

        /// <summary>Adds what is chosen, once.</summary>
        public void Take()
        {
            if (TargetChoice.Read(Chosen) is { } target && !Targets.Contains(target))
            {
                Targets.Add(target);
            }
            Chosen = null;
        }

        internal PolicyStep ToStep() => new(Minutes.Parse(Delay) is { Ticks: > 0 } delay ? delay : TimeSpan.Zero, [.. Targets]);
    }
}
