using Bunit;
using IncidentDesk.Escalation;
using IncidentDesk.Web.Pages.Escalations;
using IncidentDesk.Web.Pages.Forms;
using IncidentDesk.Web.Tests.Components;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class PolicyFieldsTests : ComponentTest
{
    private static readonly TargetChoice Shop = new(new Target(TargetKind.Schedule, Guid.CreateVersion7(Now)), "Shop, first line");
    private static readonly TargetChoice Bo = new(new Target(TargetKind.Person, Guid.CreateVersion7(Now)), "Bo <b>");
    private readonly PolicyInput input = new();
    private readonly FormState form = new();
    private int changes;

    [Fact]
    public void A_step_gets_targets_from_the_picker_and_loses_them_again()
    {
        var page = Editor();
        page.Find("select").Change(Bo.Value);
        page.Find("button[aria-label='Add to step 1']").Click();
        page.Find(".chosen-one").TextContent.ShouldContain("Bo <b>");
        input.Steps[0].Targets.ShouldBe([Bo.Target]);
        page.Find("button[aria-label='Remove Bo <b>']").Click();
        page.FindAll(".chosen-one").ShouldBeEmpty();
        changes.ShouldBe(2);
    }

    [Fact]
    public void Moving_a_step_down_takes_its_targets_and_its_wait_with_it()
    {
        var page = Editor();
        input.Steps[0].Targets.Add(Shop.Target);
        page.FindAll("button").Single(b => b.TextContent.Contains("Add a step")).Click();
        page.FindAll(".step input[inputmode=decimal]")[1].Change("15");
        page.Find("button[aria-label='Move step 1 down']").Click();
        input.Steps.Select(s => s.Delay).ShouldBe(["15", "5"]);
        page.FindAll(".step input[inputmode=decimal]").Select(i => i.GetAttribute("value")).ShouldBe(["15", "5"]);
        page.FindAll(".step")[1].TextContent.ShouldContain("Shop, first line");
        page.Find("button[aria-label='Move step 1 up']").HasAttribute("disabled").ShouldBeTrue();
        page.Find("button[aria-label='Move step 2 down']").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void The_sentence_follows_steps_and_repeats()
    {
        var page = Editor();
        page.Markup.ShouldContain("Runs 1 round, about 5m, then the administrators.");
        page.Find("#repeats").Change("2");
        page.Markup.ShouldContain("Runs 3 rounds, about 15m, then the administrators.");
        page.Find("input[inputmode=decimal]").Change("20");
        page.Markup.ShouldContain("Runs 3 rounds, about 1h, then the administrators.");
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field()
    {
        input.Steps[0].Delay = "soon";
        await form.TryAsync<PolicyDraft, PolicyView>(input.ToDraft(), _ => throw new InvalidOperationException("A wrong draft goes nowhere."));
        var page = Editor();
        page.Find("#steps-0-delay").GetAttribute("aria-invalid").ShouldBe("true");
        page.Find("#steps-0-delay").GetAttribute("value").ShouldBe("soon");
        page.Find("#steps-0-delay-error").TextContent.ShouldContain("minutes");
    }

    private IRenderedComponent<PolicyFields> Editor() => Render<PolicyFields>(parameters => parameters
        .Add(p => p.Form, form).Add(p => p.Input, input).Add(p => p.Choices, new TargetChoices([Shop], [], [Bo])).Add(p => p.OnChange, () => changes++));
}
