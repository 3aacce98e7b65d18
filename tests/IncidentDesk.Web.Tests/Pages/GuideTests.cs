using System.Diagnostics;
using System.Text;
using System.Text.Json;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Pages.Integrations;
using IncidentDesk.Web.Pages.Reach;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class GuideTests
{
    private const string Address = "https://desk.example.com/intake/prometheus/abc_DEF-123";
    private static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Alertmanagers_own_tool_accepts_the_configuration_that_people_copy()
    {
        var file = Path.Combine(Path.GetTempPath(), $"alertmanager-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, SourceGuide.AlertmanagerConfiguration(Address));
        try
        {
            using var tool = Process.Start(new ProcessStartInfo("amtool", ["check-config", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await tool.StandardOutput.ReadToEndAsync() + await tool.StandardError.ReadToEndAsync();
            await tool.WaitForExitAsync();
            tool.ExitCode.ShouldBe(0, said);
            said.ShouldContain("SUCCESS");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_kind_of_source_that_the_intake_takes_can_be_chosen_and_has_a_guide()
    {
        SourceGuide.Sources.Select(s => s.Value).Order().ShouldBe(SourceCatalog.All.Select(s => s.Kind).Order());
        foreach (var source in SourceCatalog.All)
        {
            SourceGuide.For(source.Kind, Address).ShouldContain(step => step.Text.Contains(Address));
        }
    }

    [Fact]
    public void The_bodies_in_the_generic_guide_are_understood_by_the_intake()
    {
        foreach (var step in SourceGuide.For("generic", Address))
        {
            var body = step.Text.Split("-d '")[1].TrimEnd('\'');
            JsonDocument.Parse(body).Dispose();
            var reading = SourceCatalog.Find("generic")!.Read(Encoding.UTF8.GetBytes(body));
            reading.Malformed.ShouldBeNull();
            reading.Rejected.ShouldBeEmpty();
            reading.Signals.ShouldHaveSingleItem().DedupKey.ShouldBe("disk-db-1");
        }
    }

    [Fact]
    public void A_plan_reads_as_what_will_happen()
    {
        var (mail, hook) = (Method(ContactKind.Email, "ana@example.com"), Method(ContactKind.Webhook, "https://hooks.example.com/desk?token=1"));
        var rules = new[] { Rule(hook, 5), Rule(mail, 0) };
        PlanText.Sentence(Urgency.High, NotificationPlan.For(Urgency.High, [mail, hook], rules), [Own(mail), Own(hook)])
            .ShouldBe("High urgency: email to ana@example.com immediately, webhook to hooks.example.com after 5 minutes.");
        PlanText.Updates(NotificationPlan.ForUpdates([mail, hook], []), [Own(mail), Own(hook)]).ShouldBe("Status updates: email to ana@example.com immediately.");
        PlanText.Updates(NotificationPlan.ForUpdates([hook], []), [Own(hook)]).ShouldBe("Status updates: in-app only.");
        PlanText.Sentence(Urgency.Low, NotificationPlan.For(Urgency.Low, [], []), []).ShouldBe("Low urgency: in-app only. You can't be reached otherwise.");
    }

    private static ContactMethod Method(ContactKind kind, string address) =>
        new() { Id = Guid.CreateVersion7(At), Kind = kind, Address = address, CreatedAt = At, VerifiedAt = At };

    private static NotificationRule Rule(ContactMethod method, int minutes) =>
        new() { Id = Guid.CreateVersion7(At), Urgency = RuleFor.High, After = TimeSpan.FromMinutes(minutes), ContactMethodId = method.Id };

    private static OwnMethod Own(ContactMethod method) => new(ContactMethodView.Of(method), null, null);
}
