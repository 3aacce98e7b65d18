using System.Diagnostics;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Waits for a condition with a deadline. The one place in the tests where time is let pass between two looks.</summary>
public static class Wait
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns as soon as the probe says true. After the deadline it fails with <paramref name="what"/>, which names what was waited for.</summary>
    public static Task UntilAsync(Func<Task<bool>> probe, TimeSpan deadline, string what) => UntilAsync(probe, deadline, () => what);

    /// <summary>As above, for a probe that needs no waiting itself.</summary>
    public static Task UntilAsync(Func<bool> probe, TimeSpan deadline, string what) => UntilAsync(() => Task.FromResult(probe()), deadline, () => what);

    /// <summary>As above, for a probe that needs no waiting itself, with a description that is asked only on failure.</summary>
    public static Task UntilAsync(Func<bool> probe, TimeSpan deadline, Func<string> what) => UntilAsync(() => Task.FromResult(probe()), deadline, what);

    /// <summary>As above; <paramref name="what"/> is asked only on failure and may describe what there is instead.</summary>
    public static async Task UntilAsync(Func<Task<bool>> probe, TimeSpan deadline, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await probe())
        {
            var waited = Stopwatch.GetElapsedTime(started);
            if (waited > deadline)
            {
                throw new TimeoutException($"Not within {deadline.TotalSeconds:0.#} s: {what()}");
            }

            // What takes long is looked at less often: a look costs processor that what is waited for needs.
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 4, ShortestPause.Ticks, LongestPause.Ticks)), TestContext.Current.CancellationToken);
        }
    }
}
