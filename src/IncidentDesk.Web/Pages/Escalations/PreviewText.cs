using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Escalations;

/// <summary>Says in words what a climb would do.</summary>
public static class PreviewText
{
    /// <summary>"Ana immediately, Bo in 5m, then 2 more rounds; after 30m the administrators (Cy)."; and <see cref="Again"/>.</summary>
    public static string Sentence(ClimbPreview preview) => EscalationTexts.SentenceAndSentence.With(First(preview), Again(preview));

    /// <summary>"At high urgency, they are paged again every 15m until someone acknowledges."</summary>
    public static string Again(ClimbPreview preview) => EscalationTexts.FallbackAgain.With(TimeText.Duration(preview.LastResortEvery));

    private static string First(ClimbPreview preview)
    {
        var steps = preview.Steps.Where(s => s.People.Count > 0).Select(Step).ToList();
        var names = Text.Listed([.. preview.LastResort.Select(p => p.Name)]);
        return steps.Count == 0
            ? OnlyLast(preview.LastResortAfter, names)
            : EscalationTexts.ClimbThenLast.With(Rounds(steps.Aggregate((one, next) => EscalationTexts.StepThenStep.With(one, next)), preview.MoreRounds), Last(preview.LastResortAfter, names));
    }

    /// <summary>"immediately", "in 5m".</summary>
    public static string After(TimeSpan after) => after == TimeSpan.Zero ? EscalationTexts.AtOnce : EscalationTexts.InTime.With(TimeText.Duration(after));

    /// <summary>"Runs 3 rounds, about 45m, then the administrators."</summary>
    public static string Length(IReadOnlyList<TimeSpan> delays, int repeats)
    {
        var total = TimeSpan.FromTicks(delays.Sum(d => d.Ticks)) * (repeats + 1);
        return (repeats, total.Ticks) switch
        {
            (0, 0) => EscalationTexts.RunsOnceWithoutWaiting,
            (0, _) => EscalationTexts.RunsOnceAbout.With(TimeText.Duration(total)),
            (_, 0) => EscalationTexts.RunsRoundsWithoutWaiting.With(repeats + 1),
            _ => EscalationTexts.RunsRoundsAbout.With(repeats + 1, TimeText.Duration(total)),
        };
    }

    private static string Step(PreviewStep step)
    {
        var names = Text.Listed([.. step.People.Select(p => p.Reachable ? p.Name : EscalationTexts.InTheProgramOnly.With(p.Name))]);
        return step.After == TimeSpan.Zero ? EscalationTexts.WhoAtOnce.With(names) : EscalationTexts.WhoInTime.With(names, TimeText.Duration(step.After));
    }

    private static string Rounds(string steps, int more) => more switch
    {
        0 => steps,
        1 => EscalationTexts.ThenMoreRoundOne.With(steps),
        _ => EscalationTexts.ThenMoreRoundMany.With(steps, more),
    };

    private static string Last(TimeSpan after, string names) => (after.Ticks, names) switch
    {
        (0, "") => EscalationTexts.LastAtOnce,
        (0, _) => EscalationTexts.LastAtOnceNamed.With(names),
        (_, "") => EscalationTexts.LastAfter.With(TimeText.Duration(after)),
        _ => EscalationTexts.LastAfterNamed.With(TimeText.Duration(after), names),
    };

    private static string OnlyLast(TimeSpan after, string names) => (after.Ticks, names) switch
    {
        (0, "") => EscalationTexts.OnlyLastAtOnce,
        (0, _) => EscalationTexts.OnlyLastAtOnceNamed.With(names),
        (_, "") => EscalationTexts.OnlyLastIn.With(TimeText.Duration(after)),
        _ => EscalationTexts.OnlyLastInNamed.With(TimeText.Duration(after), names),
    };
}
