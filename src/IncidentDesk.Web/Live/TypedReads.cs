namespace IncidentDesk.Web.Live;

/// <summary>
/// Reads for what is being typed: once the typing rests, one read at a time, and after each the newest words. A read that began runs to its end, since a
/// database that is told to cancel one query may cancel the next on that connection. To be used from one circuit.
/// </summary>
/// <param name="time">What the rest is measured by.</param>
/// <param name="log">Told why a read failed.</param>
/// <param name="read">Reads for these words, and shows what it found.</param>
public sealed class TypedReads(TimeProvider time, ILogger log, Func<string, Task> read)
{
    /// <summary>How long the typing rests before a read begins.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    private Task? _running;
    private int _typed;

    /// <summary>The newest words.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Whether the last read failed, so that what is shown is not of these words.</summary>
    public bool Failed { get; private set; }

    /// <summary>Ends when the newest words have been read.</summary>
    public Task Settled => _running ?? Task.CompletedTask;

    /// <summary>Takes these words as the newest; ends when the newest words have been read.</summary>
    public Task TypeAsync(string words)
    {
        Words = words;
        _typed++;
        return _running ??= RunAsync();
    }

    /// <summary>Reads once more for the newest words.</summary>
    public Task AgainAsync() => TypeAsync(Words);

    private async Task RunAsync()
    {
        int begun;
        do
        {
            do
            {
                begun = _typed;
                await Task.Delay(Rest, time);
            }
            while (begun != _typed);
            Failed = !await SucceedsAsync(Words);
        }
        while (begun != _typed);
        _running = null;
    }

    private async Task<bool> SucceedsAsync(string words)
    {
        try
        {
            await read(words);
            return true;
        }
        catch (Exception error)
        {
            log.LogWarning("The search for typed text failed: {Reason}", error.GetBaseException().Message);
            return false;
        }
    }
}
