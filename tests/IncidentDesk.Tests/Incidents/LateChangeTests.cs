using IncidentDesk.Incidents;
using IncidentDesk.Kernel;

namespace IncidentDesk.Tests.Incidents;

/// <summary>What a page does ten seconds later can be undone until then.</summary>
public sealed class LateChangeTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private Caller _ana = null!;
    private Guid _id;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        var ana = await _desk.PersonAsync("Ana");
        _ana = new Caller(ana.Id, "Ana", "web");
        _id = (await Actions.OpenAsync((await _desk.ServiceAsync(await _desk.PolicyAsync(ana))).Id, "Checkout is broken", Severity.Sev2, TestDesk.Tester)).Value.Id;
        await _desk.RunAsync();
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private IncidentActions Actions => _desk.Get<IncidentActions>();

    [Theory]
    [InlineData(LateChange.Mitigate, IncidentStatus.Mitigated)]
    [InlineData(LateChange.Resolve, IncidentStatus.Resolved)]
    public async Task A_change_comes_after_ten_seconds_unless_it_is_undone(LateChange change, IncidentStatus then)
    {
        (await Actions.LaterAsync(_id, change, _ana)).Succeeded.ShouldBeTrue();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Acknowledged, "nobody is paged meanwhile");
        (await Actions.UndoAsync(_id, change, _ana)).Succeeded.ShouldBeTrue();
        await _desk.PassAsync(TimeSpan.FromSeconds(20));
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Acknowledged);

        await Actions.LaterAsync(_id, change, _ana);
        await _desk.PassAsync(TimeSpan.FromSeconds(20));
        (await _desk.IncidentAsync()).Status.ShouldBe(then);
        (await Actions.UndoAsync(_id, change, _ana)).Refusal.ShouldBeOfType<Refusal.Conflict>();
        (await Actions.LaterAsync(_id, change, _ana)).Succeeded.ShouldBeTrue("it is so already");
    }

    [Fact]
    public async Task The_later_of_two_changes_counts()
    {
        await Actions.LaterAsync(_id, LateChange.Mitigate, _ana);
        await Actions.LaterAsync(_id, LateChange.Resolve, _ana);
        await using var db = await _desk.Desk.ReadAsync();
        (await db.PendingChangeAsync(_id, default))!.Change.ShouldBe(LateChange.Resolve);
        await _desk.PassAsync(TimeSpan.FromSeconds(20));
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Resolved);
        (await Actions.LaterAsync(_id, LateChange.Mitigate, _ana)).Refusal.ShouldBeOfType<Refusal.Conflict>();
    }
}
