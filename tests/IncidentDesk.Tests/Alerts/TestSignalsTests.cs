using IncidentDesk.Alerts;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Alerts;

public sealed class TestSignalsTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        await _desk.Get<Intake>().StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.Get<Intake>().StopAsync(CancellationToken.None);
        await _desk.DisposeAsync();
    }

    [Theory]
    [InlineData("prometheus")]
    [InlineData("generic")]
    public async Task A_test_goes_the_way_of_a_real_signal_and_can_be_resolved_again(string source)
    {
        var service = await _desk.ServiceAsync(await _desk.PolicyAsync(await _desk.PersonAsync("Ana")));
        var integration = await _desk.IntegrationAsync(service, source);
        (await SendAsync(integration.Id, resolved: false)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        var incident = await _desk.IncidentAsync();
        incident.Title.ShouldBe("Test event from IncidentDesk");
        incident.Urgency.ShouldBe(Urgency.Low);
        (await _desk.Get<IntegrationQueries>().GetAsync(integration.Id, null))!.LastSignalAt.ShouldNotBeNull();

        await _desk.MoveClockAsync(TimeSpan.FromMinutes(1));
        (await SendAsync(integration.Id, resolved: true)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Fact]
    public async Task A_test_for_a_deleted_integration_is_refused()
    {
        var integration = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(await _desk.PersonAsync("Ana"))));
        await _desk.Get<IntegrationActions>().DeleteAsync(integration.Id, null, TestDesk.Tester);
        (await SendAsync(integration.Id, resolved: false)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await _desk.CountAsync("signals")).ShouldBe(0);
    }

    private Task<Outcome<IntegrationView>> SendAsync(Guid integration, bool resolved) => _desk.Get<TestSignals>().SendAsync(integration, resolved, TestDesk.Tester);
}
