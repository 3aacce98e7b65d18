using IncidentDesk.Incidents;

namespace IncidentDesk.Tests.Incidents;

/// <summary>The search over incidents, on a real database.</summary>
public sealed class IncidentSearchTests
{
    [Fact]
    public async Task Every_word_has_to_be_found_in_number_title_service_or_notes()
    {
        await using var desk = await TestDesk.StartAsync();
        var policy = await desk.PolicyAsync(await desk.PersonAsync("Ana"));
        var (checkout, search) = (await desk.ServiceAsync(policy), await desk.ServiceAsync(policy, "Search"));
        var slow = await OpenAsync(desk, checkout.Id, "Pages are slow, 100%_sure");
        var broken = await OpenAsync(desk, search.Id, "Index is broken");
        (await desk.Get<IncidentActions>().NoteAsync(broken.Id, "Rolled back release 4.8.1", TestDesk.Tester)).Succeeded.ShouldBeTrue();

        (await FoundAsync(desk, "SLOW")).ShouldBe([slow.Number]);
        (await FoundAsync(desk, "checkout slow")).ShouldBe([slow.Number]);
        (await FoundAsync(desk, "search slow")).ShouldBeEmpty();
        (await FoundAsync(desk, "rolled 4.8.1 index")).ShouldBe([broken.Number]);
        (await FoundAsync(desk, $"inc-{slow.Number}")).ShouldBe([slow.Number]);
        (await FoundAsync(desk, broken.Reference)).ShouldBe([broken.Number]);
        (await FoundAsync(desk, "100%_sure")).ShouldBe([slow.Number]);
        (await FoundAsync(desk, "1_0")).ShouldBeEmpty();
        (await FoundAsync(desk, "Opened by Tester")).ShouldBeEmpty();
        (await FoundAsync(desk, "are", IncidentStatus.Resolved)).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_words_than_eight_are_passed_over()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var incident = await OpenAsync(desk, service.Id, "a b c d e f g h");
        (await FoundAsync(desk, "a b c d e f g h nowhere")).ShouldBe([incident.Number]);
        (await FoundAsync(desk, "a b c d e f g nowhere")).ShouldBeEmpty();
    }

    private static async Task<Incident> OpenAsync(TestDesk desk, Guid service, string title) =>
        (await desk.Get<IncidentActions>().OpenAsync(service, title, Severity.Sev2, TestDesk.Tester)).Value;

    private static async Task<IReadOnlyList<long>> FoundAsync(TestDesk desk, string text, params IncidentStatus[] statuses)
    {
        await using var db = await desk.Desk.ReadAsync();
        return [.. (await db.IncidentsAsync(new IncidentFilter(statuses, Text: text), CancellationToken.None)).Select(i => i.Number)];
    }
}
