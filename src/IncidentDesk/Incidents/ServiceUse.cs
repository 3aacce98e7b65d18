using IncidentDesk.Catalog;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>A service with open incidents can't be deleted.</summary>
internal sealed class ServiceUsedByIncidents : IUseOf<Service>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Incident>()
        .Where(i => i.ServiceId == id && i.Status != IncidentStatus.Resolved).OrderBy(i => i.Number)
        .Select(i => $"the open incident INC-{i.Number}").ToListAsync(desk.Cancellation);
}
