namespace IncidentDesk.Web.Components;

/// <summary>One short message at the edge of the page.</summary>
/// <param name="Id">Its number within the circuit.</param>
/// <param name="Text">What happened, as a sentence.</param>
/// <param name="Tone">How it is meant; null is neutral.</param>
/// <param name="Stay">How long it stays.</param>
/// <param name="Undo">Takes back what happened; null where that can't be.</param>
public sealed record Toast(int Id, string Text, Tone? Tone, TimeSpan Stay, Func<Task>? Undo);

/// <summary>
/// The messages of one circuit, shown by <see cref="ToastArea"/>. A message leaves by itself when its time is over, by being closed,
/// or by Undo, which runs at most once.
/// </summary>
public sealed class Toasts(TimeProvider time) : IDisposable
{
    /// <summary>How long a resolved incident can be taken back with one press.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Dictionary<int, (Toast Toast, ITimer Timer)> shown = [];
    private int last;

    /// <summary>Something came or went. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>What is shown now, oldest first.</summary>
    public IReadOnlyList<Toast> Shown
    {
        get { lock (gate) return [.. shown.Values.Select(entry => entry.Toast).OrderBy(toast => toast.Id)]; }
    }

    /// <summary>Says something for six seconds.</summary>
    public Toast Say(string text, Tone? tone = null) => Add(text, tone, TimeSpan.FromSeconds(6), null);

    /// <summary>Says what was done and offers to take it back for <see cref="UndoTime"/>.</summary>
    public Toast SayWithUndo(string text, Func<Task> undo) => Add(text, null, UndoTime, undo);

    /// <summary>Removes a message; false when it was gone already.</summary>
    public bool Close(int id)
    {
        lock (gate)
        {
            if (!shown.Remove(id, out var entry)) return false;
            entry.Timer.Dispose();
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Removes a message and takes back what it told of, unless it was gone already.</summary>
    public async Task UndoAsync(Toast toast)
    {
        if (Close(toast.Id) && toast.Undo is { } undo) await undo();
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var entry in shown.Values) entry.Timer.Dispose();
            shown.Clear();
        }
    }

    private Toast Add(string text, Tone? tone, TimeSpan stay, Func<Task>? undo)
    {
        Toast toast;
        lock (gate)
        {
            toast = new Toast(++last, text, tone, stay, undo);
            shown[toast.Id] = (toast, time.CreateTimer(_ => Close(toast.Id), null, stay, Timeout.InfiniteTimeSpan));
        }

        Changed?.Invoke();
        return toast;
    }
}
