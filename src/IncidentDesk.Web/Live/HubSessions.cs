using IncidentDesk.Web.Access;

namespace IncidentDesk.Web.Live;

/// <summary>Ends a hub connection within ten seconds of the change that ended its session or token, as an open page's circuit ends.</summary>
internal sealed class HubSessions(HubTopics topics, SessionCheck sessions, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SessionCheck.Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var connection in topics.Connected)
            {
                if (connection.User is not { } user || !await sessions.IsGoodAsync(user, stoppingToken))
                {
                    connection.Abort();
                }
            }
        }
    }
}
