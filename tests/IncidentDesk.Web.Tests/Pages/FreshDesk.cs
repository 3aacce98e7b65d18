using System.Text.RegularExpressions;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Access;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>A desk where nothing is set up but the people that a test adds, with a real SMTP server on loopback, and browsers signed in to it.</summary>
internal sealed class FreshDesk : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly AccessHost _host;

    private FreshDesk(AccessHost host, SmtpSink smtp) => (_host, Smtp) = (host, smtp);

    public SmtpSink Smtp { get; }

    public Uri Address => _host.Address;

    public static Caller Tester => TestDesk.Tester;

    public static async Task<FreshDesk> StartAsync()
    {
        var smtp = new SmtpSink();
        var host = await AccessHost.StartAsync(new HostOptions
        {
            Settings = [$"Email:Host={smtp.Host}", $"Email:Port={smtp.Port}", "Email:From=desk@example.com", "Email:Security=none"],
        });
        await TestDesk.AddTesterAsync(host.Desk);
        return new FreshDesk(host, smtp);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>A person who can sign in with <see cref="AccessHost.Password"/> as <c>name@example.com</c>.</summary>
    public async Task<PersonView> PersonAsync(string name, Role role) => (await Get<PersonActions>().CreateAsync(
        new PersonDraft(name, $"{name.ToLowerInvariant()}@example.com", role, "Europe/Berlin", AccessHost.Password), Tester)).Value;

    /// <summary>Signs a browser in, leads it on to a live page and waits until that is live.</summary>
    public static async Task SignInAsync(BrowserSession session, PersonView person, string path)
    {
        await session.OpenAsync("sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await session.Page.GetByLabel("Email").FillAsync(person.Email);
        await session.Page.GetByLabel("Password").FillAsync(AccessHost.Password);
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await session.AtAsync(path);
        await session.LiveAsync();
    }

    /// <summary>The six-digit code of the newest mail to an address.</summary>
    public async Task<string> CodeAsync(string address)
    {
        var mail = await Smtp.WaitForAsync(m => m.Recipients[0] == address && m.Subject.Contains("IncidentDesk code"), Deadline);
        return Regex.Match(mail.Subject, "[0-9]{6}").Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Smtp.DisposeAsync();
    }
}
