using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.SignalR;

namespace IncidentDesk.Web.Live;

/// <summary>
/// The feed for programs and for pages that are not Blazor's: <c>Watch(topic, id)</c>, and from then on messages <c>changed</c> with
/// <see cref="HubChange"/>, at most four a second for each topic; then <c>Unwatch(topic, id)</c>. A message says that something moved, never what: whoever
/// gets one reads through the API, where the rights are. One comes soon after Watch, so that nothing is lost between reading and watching.
/// </summary>
public sealed class DeskHub(HubTopics topics) : Hub
{
    public const string Path = "/hubs/desk";

    /// <summary>The most that a client may say at once, in bytes.</summary>
    public const long LargestMessage = 4 * 1024;

    /// <summary><paramref name="name"/> is <c>incident</c> with its id, <c>incidents</c> for any, or <c>bell</c> for one's own pages.</summary>
    /// <exception cref="HubException">There is no such topic, it is not the caller's, or they watch too many.</exception>
    public async Task Watch(string name, Guid? id = null)
    {
        var topic = Allowed(name, id);
        if (!topics.Add(Context.ConnectionId, topic))
        {
            throw new HubException($"One connection can watch {HubTopics.MostPerConnection} topics.");
        }
        await Groups.AddToGroupAsync(Context.ConnectionId, HubTopics.Group(topic), Context.ConnectionAborted);
    }

    public async Task Unwatch(string name, Guid? id = null)
    {
        var topic = Allowed(name, id);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, HubTopics.Group(topic), Context.ConnectionAborted);
        topics.Remove(Context.ConnectionId, topic);
    }

    public override Task OnConnectedAsync()
    {
        topics.Come(Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        topics.Leave(Context.ConnectionId);
        return Task.CompletedTask;
    }

    // Every role reads every incident; a bell is its person's own.
    private Topic Allowed(string name, Guid? id)
    {
        var me = Context.User?.FindPersonId();
        return (name, id) switch
        {
            (IncidentTopics.Name, { } incident) => IncidentTopics.One(incident),
            (IncidentTopics.List, null) => IncidentTopics.List,
            (NotificationTopics.BellName, null) when me is { } person => NotificationTopics.Bell(person),
            (NotificationTopics.BellName, { } whose) when whose == me => NotificationTopics.Bell(whose),
            (NotificationTopics.BellName, _) => throw new HubException("This belongs to someone else."),
            _ => throw new HubException("There is no such topic."),
        };
    }
}

/// <summary>What a client is told. <paramref name="Id"/> is null for <c>incidents</c>; <paramref name="Seq"/> is the incident's version, 0 where there is none to say.</summary>
public sealed record HubChange(string Topic, Guid? Id, long Seq);
