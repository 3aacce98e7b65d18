using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using IncidentDesk.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IncidentDesk.Web.Tests.Live;

/// <summary>What nobody told of is found by comparing.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task What_changed_without_a_word_is_told_at_the_next_comparison_to_whoever_looks_at_it()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana));
        var actions = desk.Get<IncidentActions>();
        var one = (await actions.OpenAsync(service.Id, "one", Severity.Sev2, TestDesk.Tester)).Value;
        var two = (await actions.OpenAsync(service.Id, "two", Severity.Sev2, TestDesk.Tester)).Value;
        await desk.RunAsync();

        // This feed hears nothing, as a node whose line is cut.
        var feed = new Feed(new Wakeups(), desk.Get<TopicMarks>(), TimeProvider.System, NullLogger<Feed>.Instance);
        var told = new List<Topic>();
        foreach (var topic in new[] { IncidentTopics.One(one.Id), IncidentTopics.One(two.Id), IncidentTopics.List, NotificationTopics.Bell(ana.Id), Run.Topic(one.Id), Postmortem.Topic(one.Id), new("unmarked", one.Id) })
        {
            feed.Listen(topic, change => told.Add(change.Topic));
        }
        (await ToldAsync()).Count.ShouldBe(7, "the first comparison tells everybody");
        (await ToldAsync()).ShouldBeEmpty();

        await actions.NoteAsync(one.Id, "rolled back", TestDesk.Tester);
        (await ToldAsync()).ShouldBe([IncidentTopics.One(one.Id), IncidentTopics.List]);

        await actions.LaterAsync(two.Id, LateChange.Resolve, TestDesk.Tester);
        (await ToldAsync()).ShouldBe([IncidentTopics.One(two.Id), IncidentTopics.List, NotificationTopics.Bell(ana.Id)]);
        await actions.UndoAsync(two.Id, LateChange.Resolve, TestDesk.Tester);
        (await ToldAsync()).ShouldBe([IncidentTopics.One(two.Id)]);

        await SqlAsync(desk.Source, $"UPDATE notifications SET status = 'failed' WHERE subject_id = '{one.Id}' AND method = 'email'");
        (await ToldAsync()).ShouldBe([IncidentTopics.One(one.Id), NotificationTopics.Bell(ana.Id)]);

        async Task<List<Topic>> ToldAsync()
        {
            told.Clear();
            await feed.CompareAsync(CancellationToken.None);
            return [.. told];
        }
    }

    [Fact]
    public async Task What_becomes_of_a_send_wakes_its_incident()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "one", Severity.Sev2, TestDesk.Tester)).Value;
        var woken = new List<Change>();
        desk.Get<Wakeups>().Raised += woken.Add;

        await desk.RunAsync();

        (await desk.AllAsync<NotificationAttempt>()).Count.ShouldBe(1);
        woken.Count(c => c == new Change(IncidentTopics.One(incident.Id))).ShouldBe(2, "it is being sent, and how that ended: neither has a number");
    }

    private static async Task SqlAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
