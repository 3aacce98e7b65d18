using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Searching;

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
        (await FoundAsync(desk, "Declared by Tester")).ShouldBeEmpty();
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

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("%%%_%%%")]
    [InlineData("' \" \\ ; -- :* & | !")]
    [InlineData("—…🔥")]
    [InlineData("o'brien\\':* <->")]
    [InlineData("'x")]
    [InlineData("\ud800x")]
    [InlineData("a\0b")]
    public async Task Signs_of_patterns_and_queries_are_letters_or_nothing(string words)
    {
        await using var desk = await TestDesk.StartAsync();
        await OpenAsync(desk, (await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")))).Id, "Pages are slow");
        (await FoundAsync(desk, words)).ShouldBeEmpty();
        Count(await desk.Get<SearchQueries>().FindAsync(words, 5)).ShouldBe(0);
        (await desk.Get<SearchQueries>().FindAsync(string.Concat(Enumerable.Repeat(words + "é", 5000)), 5)).Incidents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_inside_a_word_is_found_as_it_is_and_a_sign_alone_is_passed_over()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var odd = await OpenAsync(desk, service.Id, @"O'Brien's C:\temp & search_index at 100% é障害");
        foreach (var words in new[] { "o'brien", @"c:\te", "& search_index", "100%", "h_index", "É", "障害", "o'b", "at" })
        {
            (await FoundAsync(desk, words)).ShouldBe([odd.Number], words);
        }
        (await FoundAsync(desk, "searchXindex")).ShouldBeEmpty();
        (await FoundAsync(desk, "100% of")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_prefix_of_a_word_that_is_being_typed_finds_it()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var incident = await OpenAsync(desk, service.Id, "Latency of release 4.8.1");
        foreach (var word in new[] { "latency", "release", "4.8.1" })
        {
            for (var length = 1; length <= word.Length; length++)
            {
                (await FoundAsync(desk, word[..length])).ShouldBe([incident.Number], word[..length]);
            }
        }
    }

    [Fact]
    public async Task One_search_finds_incidents_services_people_runbooks_and_postmortems()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Marmalade");
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana), "Marmalade shop");
        var first = await OpenAsync(desk, service.Id, "Jam is out");
        var second = await OpenAsync(desk, service.Id, "Toast burns");
        await desk.Get<RunbookActions>().CreateAsync(new RunbookDraft("Stir", service.Id, [new RunbookStep(StepKind.Text, "Stir", "Stir.")]), TestDesk.Tester);

        (await desk.Get<IncidentActions>().ResolveAsync(first.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var postmortem = (await desk.Get<PostmortemActions>().StartAsync(first.Number, null, TestDesk.Tester)).Value;

        var found = await desk.Get<SearchQueries>().FindAsync("MARMALADE", 5);
        found.Incidents.Select(i => i.Number).ShouldBe([second.Number, first.Number]);
        found.Services.ShouldBe([new Found(service.Id, "Marmalade shop")]);
        found.People.ShouldHaveSingleItem().Name.ShouldBe("Marmalade");
        found.Postmortems.ShouldBe([new FoundPostmortem(first.Number, "Jam is out", postmortem.Status)]);
        found.Runbooks.ShouldHaveSingleItem().Detail.ShouldBe("Marmalade shop");
        (await desk.Get<SearchQueries>().FindAsync($"INC-{first.Number}", 5)).Incidents[0].Number.ShouldBe(first.Number);
        Count(await desk.Get<SearchQueries>().FindAsync("marmalade nowhere", 5)).ShouldBe(0);
    }

    private static int Count(SearchResults found) => found.Incidents.Count + found.Services.Count + found.People.Count + found.Runbooks.Count + found.Postmortems.Count;

    private static async Task<Incident> OpenAsync(TestDesk desk, Guid service, string title) =>
        (await desk.Get<IncidentActions>().OpenAsync(service, title, Severity.Sev2, TestDesk.Tester)).Value;

    private static async Task<IReadOnlyList<long>> FoundAsync(TestDesk desk, string text, params IncidentStatus[] statuses)
    {
        await using var db = await desk.Desk.ReadAsync();
        return [.. (await db.IncidentsAsync(new IncidentFilter(statuses, Text: text), CancellationToken.None)).Select(i => i.Number)];
    }
}
