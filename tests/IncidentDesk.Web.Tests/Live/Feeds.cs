using IncidentDesk.Storage;
using IncidentDesk.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IncidentDesk.Web.Tests.Live;

/// <summary>Feeds without a database: nothing has a mark, so only what is raised is told.</summary>
internal static class Feeds
{
    public static Feed Of(Wakeups wakeups, TimeProvider time) =>
        new(wakeups, new TopicMarks(NpgsqlDataSource.Create("Host=nowhere.invalid"), []), time, NullLogger<Feed>.Instance);
}
