using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Pages.Escalations;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class PolicyInputTests
{
    private static readonly Target First = new(TargetKind.Schedule, Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
    private static readonly Target Second = new(TargetKind.Person, Guid.CreateVersion7(DateTimeOffset.UnixEpoch));

    [Fact]
    public void Steps_move_up_and_down_and_stay_at_the_edges()
    {
        var input = Policy(("5", First), ("10", Second));
        var (one, two) = (input.Steps[0], input.Steps[1]);
        input.Move(one, -1);
        input.Steps.ShouldBe([one, two]);
        input.Move(one, 1);
        input.Steps.ShouldBe([two, one]);
        input.Move(one, 1);
        input.Steps.ShouldBe([two, one]);
        input.Move(two, 1);
        input.Steps.ShouldBe([one, two]);
    }

    [Fact]
    public void Removing_the_only_step_leaves_an_empty_one()
    {
        var input = Policy(("5", First));
        input.Remove(input.Steps[0]);
        input.Steps.ShouldHaveSingleItem().Targets.ShouldBeEmpty();
    }

    [Fact]
    public void The_draft_is_what_was_typed_and_a_target_chosen_but_not_added_counts()
    {
        var input = Policy(("5", First), ("0,5", Second));
        (input.Name, input.Repeats) = ("Shop", "2");
        input.Steps[0].Chosen = $"person:{Second.Id}";
        var draft = input.ToDraft().Value;
        draft.Name.ShouldBe("Shop");
        draft.Repeats.ShouldBe(2);
        draft.Steps.Select(s => s.Delay).ShouldBe([TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30)]);
        draft.Steps[0].Targets.ShouldBe([First, Second]);
    }

    [Fact]
    public void What_is_no_number_is_named_with_its_field_and_nothing_typed_is_lost()
    {
        var input = Policy(("5", First), ("soon", Second));
        input.Repeats = "often";
        input.ToDraft().Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Select(e => e.Field).ShouldBe(["name", "repeats", "steps[1].delay"]);
        input.Steps[1].Delay.ShouldBe("soon");
        input.ToPreview().Steps.Count.ShouldBe(2);
    }

    [Fact]
    public void A_target_chosen_twice_is_added_once()
    {
        var step = new PolicyInput.StepInput { Targets = { First } };
        step.Chosen = $"schedule:{First.Id}";
        step.Take();
        step.Targets.ShouldBe([First]);
    }

    private static PolicyInput Policy(params (string Delay, Target Target)[] steps)
    {
        var input = new PolicyInput();
        input.Steps.Clear();
        input.Steps.AddRange(steps.Select(s => new PolicyInput.StepInput { Delay = s.Delay, Targets = { s.Target } }));
        return input;
    }
}
