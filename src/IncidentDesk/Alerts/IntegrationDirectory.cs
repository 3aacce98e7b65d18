using System.Collections.Concurrent;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>Where an intake key leads.</summary>
public sealed record IntegrationRoute(Guid Id, Guid ServiceId, string Source, string Name);

/// <summary>
/// Finds the integration of an intake key. Keeps what it found for two seconds, so that a burst asks the database once and a deleted key stops
/// working soon; unknown keys are not kept.
/// </summary>
public sealed class IntegrationDirectory(Desk desk, Clock clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (IntegrationRoute Route, DateTimeOffset Until)> _found = new();

    /// <summary>Null when no live integration of this source kind has the key.</summary>
    public async Task<IntegrationRoute?> FindAsync(string source, string key, CancellationToken cancellation)
    {
        var now = clock.Now;
        if (_found.TryGetValue(key, out var kept) && kept.Until > now)
        {
            return kept.Route.Source == source ? kept.Route : null;
        }
        var hash = BearerSecret.Hash(key);
        await using var db = await desk.ReadAsync(cancellation);
        var route = await db.Set<Integration>().Where(i => i.KeyHash == hash && i.DeletedAt == null)
            .Select(i => new IntegrationRoute(i.Id, i.ServiceId, i.Source, i.Name)).FirstOrDefaultAsync(cancellation);
        if (route is null)
        {
            _found.TryRemove(key, out _);
            return null;
        }
        if (_found.Count > 10_000)
        {
            _found.Clear();
        }
        _found[key] = (route, now + Keep);
        return route.Source == source ? route : null;
    }
}
