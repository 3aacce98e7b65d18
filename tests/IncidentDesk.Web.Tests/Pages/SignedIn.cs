using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>People at the pages of a running desk.</summary>
internal static class SignedIn
{
    /// <summary>The first administrator of an <see cref="Outage"/>.</summary>
    public const string Root = "root@example.com";

    public const string Password = "three calm otters";

    /// <summary>A person with this role who can sign in; answers the mail address.</summary>
    public static async Task<string> AddPersonAsync(this Outage desk, string name, string role)
    {
        var email = $"{name.ToLowerInvariant()}@example.com";
        await desk.PostAsync("people", new { name, email, role, timeZone = "Europe/Stockholm", password = Password });
        return email;
    }

    /// <summary>Opens an incident at the desk's service; answers its number.</summary>
    public static async Task<long> OpenIncidentAsync(this Outage desk, string title, string severity = "SEV2") =>
        (long)(await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title, severity }))["number"]!;

    /// <summary>Signs in, opens the page and waits until it is live.</summary>
    public static async Task SignInAsync(this BrowserSession session, string email, string path)
    {
        await session.OpenAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await session.Page.GetByLabel("Email").FillAsync(email);
        await session.Page.GetByLabel("Password").FillAsync(Password);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await session.LiveAsync();
    }

    /// <summary>Opens a page and waits until it is live.</summary>
    public static async Task GoAsync(this BrowserSession session, string path)
    {
        await session.OpenAsync(path);
        await session.LiveAsync();
    }

    /// <summary>The place for messages is there on live pages only.</summary>
    public static Task LiveAsync(this BrowserSession session) =>
        session.Page.Locator(".toasts").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Waits until an incident has this status.</summary>
    public static Task StatusAsync(this Outage desk, long number, string status) => Wait.UntilAsync(
        async () => (string)(await desk.GetAsync($"incidents/{number}"))["status"]! == status, TimeSpan.FromSeconds(30), $"INC-{number} to be {status}");
}
