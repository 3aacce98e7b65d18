using System.Text.RegularExpressions;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>A real alert reaches a real person: Debian's Alertmanager, a real SMTP server on loopback, a phone's browser.</summary>
public sealed class FirstPageTests(BrowserFixture browser)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_outage_goes_from_alertmanager_to_email_to_acknowledgement_to_resolution_and_nothing_else_is_sent()
    {
        await using var desk = await Outage.StartAsync();
        await using var alertmanager = await RealAlertmanager.StartAsync(new AlertmanagerSettings { Webhooks = [desk.Intake], GroupBy = ["alertname"] });
        AlertmanagerAlert[] alerts = [.. Enumerable.Range(1, 3).Select(Alert)];

        await alertmanager.PostAlertsAsync(alerts);
        var incident = await desk.IncidentAsync("triggered", alerts: 3);
        var mail = (await desk.Smtp.WaitForAsync(1, Deadline)).ShouldHaveSingleItem();
        mail.Recipients.ShouldBe(["ana@example.com"]);
        mail.Subject.ShouldContain("Error rate 38%");

        await browser.RunAsync(desk.Address, BrowserView.Phone, async session =>
        {
            await session.OpenAsync(Outage.Link(mail));
            await session.ScreenshotAsync("acknowledge-triggered");
            await session.ShouldNotScrollSidewaysAsync();
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
            await session.Page.GetByText("You acknowledged at").WaitForAsync();
            await session.ScreenshotAsync("acknowledge-mine");
        });
        (await desk.IncidentAsync("acknowledged"))["acknowledgedBy"]!["name"]!.ToString().ShouldBe("Ana");

        await desk.PassAsync(TimeSpan.FromMinutes(20));
        await alertmanager.ResolveAsync(alerts);
        await desk.IncidentAsync("resolved");
        await desk.PassAsync(TimeSpan.FromMinutes(60));

        desk.Smtp.Mails.Select(m => m.Subject).ShouldBe([mail.Subject, "Resolved INC-1: Error rate 38%"], "whoever acknowledged watches it, and is told of its end");
        var timeline = (await desk.GetAsync($"incidents/{(long)incident["number"]!}/timeline?limit=500"))["items"]!.AsArray();
        timeline.Select(e => (string)e!["kind"]!).Distinct().ShouldBe(["triggered", "paged", "acknowledged", "alert-resolved", "resolved"], ignoreOrder: true,
            customMessage: string.Join('\n', timeline.Select(e => (string)e!["text"]!)));
    }

    [Fact]
    public async Task The_page_works_without_script_says_who_has_it_and_a_scanner_that_opens_it_changes_nothing()
    {
        await using var desk = await Outage.StartAsync();
        await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title = "Checkout <script>alert(1)</script> العربية 🔥", severity = "SEV1" });
        var ana = await desk.Smtp.WaitForAsync(m => m.Recipients[0] == "ana@example.com", Deadline);
        await desk.PassAsync(TimeSpan.FromMinutes(6));
        var bo = await desk.Smtp.WaitForAsync(m => m.Recipients[0] == "bo@example.com", Deadline);

        using var scanner = new HttpClient { BaseAddress = desk.Address };
        var page = await scanner.GetAsync(Outage.Link(ana));
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script");
        html.Length.ShouldBeLessThan(50_000);
        (await desk.IncidentAsync("triggered", alerts: 0)).ShouldNotBeNull();

        await PressAsync(scanner, Outage.Link(bo), "acknowledge");
        (await scanner.GetStringAsync(Outage.Link(ana))).ShouldContain("Acknowledged by Bo at");
        await PressAsync(scanner, Outage.Link(ana), "acknowledge");
        (await desk.IncidentAsync("acknowledged", alerts: 0))["acknowledgedBy"]!["name"]!.ToString().ShouldBe("Bo");
        desk.Smtp.Mails.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_button_pressed_on_another_site_changes_nothing_and_a_replayed_link_dies_a_day_after_resolution()
    {
        await using var desk = await Outage.StartAsync();
        var opened = await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title = "Checkout is slow", severity = "SEV3" });
        var link = Outage.Link((await desk.Smtp.WaitForAsync(1, Deadline))[0]);
        using var http = new HttpClient { BaseAddress = desk.Address };

        using var foreign = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent([new("act", "acknowledge")]) };
        foreign.Headers.Add("Origin", "https://evil.example");
        (await http.SendAsync(foreign)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await desk.IncidentAsync("triggered", alerts: 0)).ShouldNotBeNull();

        await desk.PostAsync($"incidents/{(long)opened["number"]!}/resolve", new { });
        (await http.GetAsync(link)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await desk.PassAsync(TimeSpan.FromHours(25));
        (await http.GetAsync(link)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_page_acknowledges_all_of_my_pages()
    {
        await using var desk = await Outage.StartAsync();
        foreach (var title in new[] { "First", "Second", "Third" })
        {
            await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title, severity = "SEV2" });
        }
        var mails = await desk.Smtp.WaitForAsync(3, Deadline);
        await browser.RunAsync(desk.Address, BrowserView.Phone.Dark, async session =>
        {
            await session.OpenAsync(Outage.Link(mails[0]));
            await session.ScreenshotAsync("acknowledge-several");
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge all 3" }).ClickAsync();
            await session.Page.GetByText("You acknowledged at").WaitForAsync();
        });
        var statuses = (await desk.GetAsync("incidents"))["items"]!.AsArray().Select(i => (string)i!["status"]!);
        statuses.ShouldBe(["acknowledged", "acknowledged", "acknowledged"]);
    }

    [Fact]
    public async Task Not_me_asks_the_person_chosen_and_help_asks_the_next_step()
    {
        await using var desk = await Outage.StartAsync();
        await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title = "Checkout is slow", severity = "SEV2" });
        var link = Outage.Link((await desk.Smtp.WaitForAsync(1, Deadline))[0]);
        await browser.RunAsync(desk.Address, BrowserView.Phone, async session =>
        {
            await session.OpenAsync(link);
            await session.Page.GetByLabel("Reassign to").SelectOptionAsync("Bo");
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Page", Exact = true }).ClickAsync();
            await desk.Smtp.WaitForAsync(m => m.Recipients[0] == "bo@example.com", Deadline);
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Request help" }).ClickAsync();
            await session.Page.GetByText("You acknowledged at").WaitForAsync();
            await session.Page.GetByText(new Regex("You requested help at .*: Bo was paged\\.")).WaitForAsync();
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "ETA 10 min" }).ClickAsync();
            await session.Page.GetByText("you gave an ETA of 10 minutes. Everyone can see it.").WaitForAsync();
            await session.ScreenshotAsync("helped");
        });
    }

    private static AlertmanagerAlert Alert(int instance) => new(new Dictionary<string, string>
    {
        ["alertname"] = "CheckoutErrors",
        ["instance"] = $"shop-{instance}",
        ["severity"] = "critical",
    })
    {
        Annotations = new Dictionary<string, string> { ["summary"] = "Error rate 38%", ["runbook_url"] = "https://wiki.example/checkout" },
    };

    private static async Task PressAsync(HttpClient http, string link, string act)
    {
        using var answer = await http.PostAsync(link, new FormUrlEncodedContent([new("act", act)]));
        answer.EnsureSuccessStatusCode();
    }
}
