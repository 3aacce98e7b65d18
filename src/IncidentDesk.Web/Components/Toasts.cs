using MudBlazor;

namespace IncidentDesk.Web.Components;

/// <summary>Short messages at the edge of a live page. A message leaves by itself when its time is over, by being closed, or by Undo.</summary>
public sealed class Toasts(ISnackbar bar)
{
    /// <summary>How long a resolved incident can be taken back with one press.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(6);

    /// <summary>Says something for six seconds.</summary>
    public void Say(string text, Tone? tone = null) => Add(text, tone, Stay, null);

    /// <summary>Says what was done and offers to take it back for <see cref="UndoTime"/>.</summary>
    public Snackbar? SayWithUndo(string text, Func<Task> undo) => Add(text, null, UndoTime, undo);

    /// <summary>Removes a message.</summary>
    public void Close(Snackbar message) => bar.Remove(message);

    private Snackbar? Add(string text, Tone? tone, TimeSpan stay, Func<Task>? undo) => bar.Add(text, tone.ToSeverity(), options =>
    {
        options.VisibleStateDuration = (int)stay.TotalMilliseconds;
        (options.ShowTransitionDuration, options.HideTransitionDuration) = (150, 150);
        options.CloseAfterNavigation = false;
        if (undo is not null)
        {
            options.Action = ComponentTexts.Undo;
            options.OnClick = _ => undo();
        }
    });
}
