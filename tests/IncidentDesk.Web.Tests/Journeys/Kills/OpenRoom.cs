using System.Diagnostics;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys.Kills;

/// <summary>An incident room in a browser that stays open while its nodes die. Nobody loads it again by hand.</summary>
internal sealed class OpenRoom(BrowserSession session)
{
    private static readonly TimeSpan AfterADeath = TimeSpan.FromSeconds(60);

    /// <summary>By now a press has been heard, or it was lost with a line that broke for a moment: then the text is still in the box.</summary>
    private static readonly TimeSpan Heard = TimeSpan.FromSeconds(20);
    private int _loads;

    /// <summary>How often it has loaded itself again.</summary>
    public int Loads => Volatile.Read(ref _loads);

    public void Watch() => session.Page.Load += (_, _) => Interlocked.Increment(ref _loads);

    /// <summary>Waits until the page is live and shows a note.</summary>
    public async Task ShowsAsync(string note)
    {
        await Entry(note).WaitForAsync(new() { Timeout = (float)AfterADeath.TotalMilliseconds });
        await LiveAsync();
    }

    /// <summary>Writes a note, and writes it again when the page came back without it; returns when the page shows it.</summary>
    public Task WriteAsync(string note) => Wait.UntilAsync(() => TryAsync(note), 2 * AfterADeath, $"the page to show {note}");

    private async Task<bool> TryAsync(string note)
    {
        try
        {
            await LiveAsync();
            if (await Entry(note).CountAsync() > 0)
            {
                return true;
            }
            // A page that has loaded again does not know this any more.
            await session.Page.EvaluateAsync("() => { window.writing = true; }");
            var box = session.Page.GetByLabel("Note");
            await box.FillAsync(note);
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
            var pressed = Stopwatch.GetTimestamp();
            await Wait.UntilAsync(
                async () => await Entry(note).CountAsync() > 0 || !await session.Page.EvaluateAsync<bool>("window.writing === true")
                    || (Stopwatch.GetElapsedTime(pressed) > Heard && await box.InputValueAsync() == note),
                AfterADeath, $"the page to show {note} or to load again");
            return await Entry(note).CountAsync() > 0;
        }
        catch (PlaywrightException gone) when (gone.Message.Contains("context was destroyed", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private Task LiveAsync() => session.Page.Locator(".toasts").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = (float)AfterADeath.TotalMilliseconds });

    private ILocator Entry(string note) => session.Page.Locator(".timeline-text").GetByText(note, new() { Exact = true });
}
