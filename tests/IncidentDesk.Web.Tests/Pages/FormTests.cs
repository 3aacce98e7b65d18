using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.Web.Pages.Forms;
using IncidentDesk.Web.Pages.Schedules;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class FormTests
{
    [Theory]
    [InlineData("name", "name")]
    [InlineData("steps[0].delay", "steps-0-delay")]
    [InlineData("steps[2].targets[1].id", "steps-2-targets-1-id")]
    [InlineData("members[3]", "members-3")]
    public void Fields_of_the_contract_become_ids_that_links_can_lead_to(string field, string id) => new FormState().Id(field).ShouldBe(id);

    [Fact]
    public async Task A_refusal_stands_in_the_summary_and_beside_its_field_until_the_next_try()
    {
        var form = new FormState("new-");
        (await form.TryAsync(() => Task.FromResult<Outcome<int>>(new Refusal.Invalid("name", "This can't be empty.")))).ShouldBeFalse();
        form.Of("name").ShouldBe("This can't be empty.");
        form.Of("tier").ShouldBeNull();
        form.Errors.ShouldHaveSingleItem().ShouldBe(new("new-name", "Name: This can't be empty."));
        form.Name("name", "What it is called");
        form.Errors.ShouldHaveSingleItem().Message.ShouldBe("What it is called: This can't be empty.");
        (await form.TryAsync(() => Task.FromResult<Outcome<int>>(1))).ShouldBeTrue();
        form.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_faster_is_told_apart_from_errors()
    {
        var form = new FormState();
        await form.TryAsync(() => Task.FromResult<Outcome<int>>(new Refusal.Stale("Bo changed this a minute ago.", 7)));
        form.Stale!.CurrentVersion.ShouldBe(7);
        form.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_press_while_the_first_runs_does_nothing()
    {
        var form = new FormState();
        var (first, runs) = (new TaskCompletionSource<Outcome<int>>(), 0);
        var running = form.TryAsync(() => first.Task, _ => runs++);
        (await form.TryAsync(() => Task.FromResult<Outcome<int>>(2), _ => runs++)).ShouldBeFalse();
        first.SetResult(1);
        (await running).ShouldBeTrue();
        runs.ShouldBe(1);
    }

    [Theory]
    [InlineData("5", 300)]
    [InlineData(" 0.5 ", 30)]
    [InlineData("0,25", 15)]
    [InlineData("-1", -60)]
    [InlineData("", null)]
    [InlineData("soon", null)]
    [InlineData("1e9", null)]
    [InlineData("99999999999999999999", null)]
    public void Minutes_are_read_as_people_type_them(string text, int? seconds) =>
        Minutes.Parse(text).ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);

    [Theory]
    [InlineData(0, "0 minutes")]
    [InlineData(30, "30 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(5_400, "90 minutes")]
    [InlineData(7_200, "2 hours")]
    public void Minutes_read_as_words(int seconds, string words) => Minutes.Words(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Theory]
    [InlineData("2026-11-23T09:00", "2026-11-23T08:00:00Z")]
    [InlineData("2026-11-23T09:00:00", "2026-11-23T08:00:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00:00Z")]
    public void A_local_time_starts_at_its_first_occurrence_or_after_the_skipped_hour(string text, string instant) =>
        LocalInput.Start(text, "Europe/Berlin").ShouldBe(DateTimeOffset.Parse(instant));

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-20", "2026-10-27")]
    [InlineData("America/New_York", "2026-03-01", "2026-03-15")]
    [InlineData("Australia/Lord_Howe", "2026-04-01", "2026-04-10")]
    public void Another_date_in_a_form_leaves_the_hour(string zone, string date, string other)
    {
        var typed = LocalInput.Text(LocalInput.Start(date + "T09:00", zone)!.Value, zone).Replace(date, other, StringComparison.Ordinal);
        typed.ShouldBe(other + "T09:00");
        LocalInput.Text(LocalInput.Start(typed, zone)!.Value, zone).ShouldBe(typed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("tomorrow")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59")]
    public void What_is_no_usable_local_time_is_none(string? text) => LocalInput.Start(text, "Europe/Berlin").ShouldBeNull();

    [Theory]
    [InlineData("2026-11-23T07:59:59Z", "2026-11-16")]
    [InlineData("2026-11-23T08:00:00Z", "2026-11-23")]
    public void A_new_schedule_has_somebody_on_call_also_on_a_monday_before_the_handoff(string now, string start) =>
        ScheduleInput.New("Europe/Berlin", DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).Layers[0].Start.ShouldBe(start);

    [Fact]
    public void A_schedule_typed_is_the_draft_and_a_person_chosen_but_not_added_counts_when_saved()
    {
        var person = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
        var input = ScheduleInput.New("Europe/Berlin", new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        input.Name = "Shop";
        input.Layers[0].Next = person.ToString();
        input.Layers[0].Take();
        var spec = ScheduleRules.Check(input.ToDraft()).Value;
        spec.Layers.ShouldHaveSingleItem().People.ShouldBe([person]);
        spec.Layers[0].Start.ShouldBe(new DateOnly(2026, 11, 16));
        spec.Layers[0].Rotation.ShouldBe(Rotation.Weekly);
    }
}
