using IncidentDesk.Kernel;
using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

public sealed class ScheduleRulesTests
{
    private static readonly LayerDraft Layer = new([Rota.Ana], "daily", "09:00", "2026-11-23");
    private static readonly ScheduleDraft Good = new("Shop", "Europe/Berlin", [Layer]);
    private static readonly DateTimeOffset Monday = Rota.Utc("2026-11-23");

    public static TheoryData<string, ScheduleDraft> Bad => new()
    {
        { "name", Good with { Name = null } },
        { "name", Good with { Name = "Sh\u0000op" } },
        { "name", Good with { Name = new string('x', 101) } },
        { "timeZone", Good with { TimeZone = null } },
        { "timeZone", Good with { TimeZone = "Mars/Olympus" } },
        { "timeZone", Good with { TimeZone = "UTC+2" } },
        { "layers", Good with { Layers = [.. Enumerable.Repeat(Layer, 21)] } },
        { "layers[1]", Good with { Layers = [Layer, null!] } },
        { "layers[0].people", Good with { Layers = [Layer with { People = null }] } },
        { "layers[0].people", Good with { Layers = [Layer with { People = [] }] } },
        { "layers[1].people", Good with { Layers = [Layer, Layer with { People = [.. Enumerable.Repeat(Rota.Ana, 51)] }] } },
        { "layers[0].rotation", Good with { Layers = [Layer with { Rotation = "hourly" }] } },
        { "layers[0].rotation", Good with { Layers = [Layer with { Rotation = null }] } },
        { "layers[0].handoff", Good with { Layers = [Layer with { Handoff = "25:00" }] } },
        { "layers[0].handoff", Good with { Layers = [Layer with { Handoff = null }] } },
        { "layers[0].start", Good with { Layers = [Layer with { Start = "2026-02-30" }] } },
        { "layers[0].start", Good with { Layers = [Layer with { Start = "9999-12-31" }] } },
        { "layers[0].name", Good with { Layers = [Layer with { Name = new string('x', 101) }] } },
        { "overrides", Good with { Overrides = [.. Enumerable.Repeat(Cover(1), 501)] } },
        { "overrides[0].personId", Good with { Overrides = [Cover(1) with { PersonId = null }] } },
        { "overrides[1].from", Good with { Overrides = [Cover(1), Cover(1) with { From = null }] } },
        { "overrides[0].to", Good with { Overrides = [Cover(1) with { To = null }] } },
        { "overrides[0].to", Good with { Overrides = [Cover(0)] } },
        { "overrides[0].to", Good with { Overrides = [Cover(-1)] } },
        { "overrides[0].to", Good with { Overrides = [Cover(366.01)] } },
        { "overrides[0].to", Good with { Overrides = [Cover(1) with { To = DateTimeOffset.MaxValue }] } },
        { "overrides[0].from", Good with { Overrides = [Cover(1) with { From = DateTimeOffset.MinValue }] } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_fault_is_named_by_its_field_in_the_contract(string field, ScheduleDraft draft) =>
        Errors(draft).Select(e => e.Field).ShouldBe([field]);

    [Fact]
    public void All_faults_are_reported_at_once() =>
        Errors(new ScheduleDraft("", "", [new(null, null, null, null)], [new(null, null, null)])).Select(e => e.Field).ShouldBe(
            ["name", "timeZone", "layers[0].people", "layers[0].rotation", "layers[0].handoff", "layers[0].start", "overrides[0].personId", "overrides[0].from", "overrides[0].to"]);

    [Fact]
    public void A_good_draft_is_read_as_it_was_meant()
    {
        var spec = ScheduleRules.Check(new ScheduleDraft(" Shop ", "Asia/Kathmandu", [new([Rota.Ana, Rota.Ana], "weekly", "23:59", "2026-11-23", "Night")], [Cover(366)])).Value;
        (spec.Name, spec.TimeZone).ShouldBe(("Shop", "Asia/Kathmandu"));
        var layer = spec.Layers.ShouldHaveSingleItem();
        layer.People.ShouldBe([Rota.Ana, Rota.Ana]);
        (layer.Name, layer.Rotation, layer.Handoff, layer.Start).ShouldBe(("Night", Rotation.Weekly, new TimeOnly(23, 59), new DateOnly(2026, 11, 23)));
        spec.Overrides.ShouldBe([new OverrideSpec(Rota.Bo, Monday, Monday.AddDays(366))]);
    }

    [Fact]
    public void Instants_of_an_override_are_kept_in_utc_to_the_microsecond()
    {
        var from = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(2)).AddTicks(17);
        var spec = ScheduleRules.Check(new OverrideDraft(Rota.Bo, from, from.AddHours(1))).Value;
        spec.From.ShouldBe(Rota.Utc("2026-11-23T07:00").AddTicks(10));
        spec.From.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_schedule_may_have_no_layers_at_all() => ScheduleRules.Check(new ScheduleDraft("Shop", "UTC", null)).Succeeded.ShouldBeTrue();

    private static OverrideDraft Cover(double days) => new(Rota.Bo, Monday, Monday.AddDays(days));

    private static IReadOnlyList<FieldError> Errors(ScheduleDraft draft) => ((Refusal.Invalid)ScheduleRules.Check(draft).Refusal!).Errors;
}
