using System.Net;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>The link of a notification acts as long as its person may.</summary>
public sealed class AcknowledgeLinkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_link_acts_only_while_its_person_may_and_says_so_otherwise()
    {
        await using var host = await AccessHost.StartAsync();
        await TestDesk.AddTesterAsync(host.Desk);
        var rolf = await host.AddPersonAsync(Role.Responder);
        var path = await LinkAsync(host, rolf.Id);
        using var browser = host.NewBrowser();

        await host.ChangeAsync(rolf.Id, p => p.Role = Role.Viewer);
        var shown = await TextAsync(browser, path);
        shown.ShouldContain("Your role no longer includes work on incidents");
        shown.ShouldNotContain("value=\"acknowledge\"");
        (await PressAsync(browser, path)).ShouldBe(HttpStatusCode.Forbidden);

        await host.ChangeAsync(rolf.Id, p => (p.Role, p.DisabledAt) = (Role.Responder, p.CreatedAt));
        (await TextAsync(browser, path)).ShouldContain("Your account is deactivated");
        (await PressAsync(browser, path)).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(host)).ShouldBe("triggered");

        await host.ChangeAsync(rolf.Id, p => p.DisabledAt = null);
        (await PressAsync(browser, path)).ShouldBe(HttpStatusCode.Found);
        (await StatusAsync(host)).ShouldBe("acknowledged");
    }

    /// <summary>The link in the message of a page to this person.</summary>
    private static async Task<string> LinkAsync(AccessHost host, Guid person)
    {
        T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();
        var steps = new[] { new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Person, person)]) };
        var policy = (await Get<PolicyActions>().CreateAsync(new PolicyDraft("Shop", steps), TestDesk.Tester)).Value;
        var service = (await Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", EscalationPolicyId: policy.Id), TestDesk.Tester)).Value;
        (await Get<IncidentActions>().OpenAsync(service.Id, "Checkout is down", Severity.Sev2, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        object? notification = null;
        await Wait.UntilAsync(
            async () => (notification = await host.SqlAsync($"SELECT id FROM notifications WHERE page_id IS NOT NULL AND person_id = '{person}' LIMIT 1")) is Guid,
            Deadline, "a page to the person");
        return "/p/" + Get<PageLinks>().Token((Guid)notification!);
    }

    private static async Task<string> TextAsync(PlainBrowser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> PressAsync(PlainBrowser browser, string path)
    {
        using var answer = await browser.SendAsync(HttpMethod.Post, path, PlainBrowser.Form([("act", "acknowledge")]));
        return answer.StatusCode;
    }

    private static async Task<string?> StatusAsync(AccessHost host) => ((string?)await host.SqlAsync("SELECT status FROM incidents"))?.ToLowerInvariant();
}
