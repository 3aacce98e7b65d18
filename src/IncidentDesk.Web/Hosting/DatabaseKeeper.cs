namespace IncidentDesk.Web.Hosting;

/// <summary>Looks after the database while the program runs.</summary>
internal sealed class DatabaseKeeper(DeskDatabase database) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => database.KeepRunningAsync(stoppingToken);
}
