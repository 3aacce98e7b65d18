using Microsoft.JSInterop;

namespace IncidentDesk.Web.Live;

/// <summary>
/// Calls of the page's own script. An answer is lost with a line that breaks on its way, also when the page lives on, so nothing waits for one longer than
/// <see cref="Limit"/>, and without one it goes on as if there were no script.
/// </summary>
public static class ScriptCalls
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What the function of this name answers; the default when it fails, or no answer comes in time.</summary>
    public static async Task<T?> AskAsync<T>(this IJSRuntime script, string name, params object?[] values)
    {
        try
        {
            return await script.InvokeAsync<T?>(name, Limit, values);
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }

    /// <summary>Calls the function of this name without waiting for its end. What is told and drawn reaches the page in this order.</summary>
    public static void Tell(this IJSRuntime script, string name, params object?[] values) => _ = script.AskAsync<object>(name, values);
}
