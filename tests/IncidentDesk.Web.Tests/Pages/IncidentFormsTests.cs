using System.Net;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests;
using IncidentDesk.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>Acknowledging without any script: the forms as a browser posts them.</summary>
public sealed class IncidentFormsTests
{
    [Fact]
    public async Task One_and_several_are_acknowledged_and_lead_back_to_where_they_were_sent_from()
    {
        await using var host = await AccessHost.StartAsync();
        await TestDesk.AddTesterAsync(host.Desk);
        var service = await ServiceAsync(host);
        var (one, two, three) = (await OpenAsync(host, service), await OpenAsync(host, service), await OpenAsync(host, service));
        using var browser = await host.SignedInAsync(Role.Responder);

        var fields = await FieldsAsync(browser, $"/incidents/{one.Number}", $"/incidents/{one.Number}/acknowledge");
        var answer = await PostAsync(browser, $"/incidents/{one.Number}/acknowledge", fields);
        (answer.StatusCode, answer.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Found, $"/incidents/{one.Number}"));
        (await StatusAsync(host, one)).ShouldBe(IncidentStatus.Acknowledged);

        fields = await FieldsAsync(browser, "/incidents?q=slow", "/incidents/acknowledge");
        answer = await PostAsync(browser, "/incidents/acknowledge", [.. fields, ("number", $"{two.Number}"), ("number", $"{three.Number}"), ("number", "999999"), ("number", "x")]);
        (answer.StatusCode, answer.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Found, "/incidents?q=slow"));
        (await StatusAsync(host, two)).ShouldBe(IncidentStatus.Acknowledged);
        (await StatusAsync(host, three)).ShouldBe(IncidentStatus.Acknowledged);
    }

    [Fact]
    public async Task A_form_without_its_token_or_by_a_viewer_changes_nothing_and_a_foreign_way_back_leads_home()
    {
        await using var host = await AccessHost.StartAsync();
        await TestDesk.AddTesterAsync(host.Desk);
        var incident = await OpenAsync(host, await ServiceAsync(host));
        var path = $"/incidents/{incident.Number}/acknowledge";
        using var responder = await host.SignedInAsync(Role.Responder);
        using var viewer = await host.SignedInAsync(Role.Viewer);

        (await PostAsync(responder, path, [])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(viewer, path, [])).Headers.Location!.ToString().ShouldContain("/forbidden");
        (await PostAsync(responder, "/incidents/acknowledge", [("number", $"{incident.Number}")])).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync(host, incident)).ShouldBe(IncidentStatus.Triggered);

        var fields = (await FieldsAsync(responder, "/incidents", "/incidents/acknowledge")).Where(f => f.Name != "returnUrl").Append(("returnUrl", "//evil.example/"));
        (await PostAsync(responder, path, fields)).Headers.Location!.ToString().ShouldBe("/");
        (await StatusAsync(host, incident)).ShouldBe(IncidentStatus.Acknowledged);
    }

    private static Task<HttpResponseMessage> PostAsync(PlainBrowser browser, string path, IEnumerable<(string Name, string Value)> fields) =>
        browser.SendAsync(HttpMethod.Post, path, PlainBrowser.Form(fields));

    /// <summary>The hidden fields of the form with this action.</summary>
    private static async Task<List<(string Name, string Value)>> FieldsAsync(PlainBrowser browser, string path, string action)
    {
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync(path));
        var form = page.QuerySelector($"form[action='{action}']").ShouldNotBeNull(page.Body?.TextContent);
        return [.. form.QuerySelectorAll("input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""))];
    }

    private static async Task<Guid> ServiceAsync(AccessHost host) => (await host.Services.GetRequiredService<Catalog.ServiceActions>()
        .CreateAsync(new Catalog.ServiceDraft("Checkout", null), TestDesk.Tester)).Value.Id;

    private static async Task<Incident> OpenAsync(AccessHost host, Guid service) =>
        (await host.Services.GetRequiredService<IncidentActions>().OpenAsync(service, "Checkout is slow", Severity.Sev2, TestDesk.Tester)).Value;

    private static async Task<IncidentStatus> StatusAsync(AccessHost host, Incident incident)
    {
        await using var db = await host.Desk.ReadAsync();
        return (await db.IncidentAsync(incident.Number, CancellationToken.None))!.Status;
    }
}
