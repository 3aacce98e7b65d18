using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Access;

/// <summary>
/// While nobody exists: creates the first administrator from the environment, when that names one. Runs before the server listens, after the migrations.
/// Throws when the environment's values can't be used.
/// </summary>
internal sealed class SetUpAtStart(SetUpActions setUp, IConfiguration configuration, ILogger<SetUpAtStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await setUp.IsNeededAsync(cancellationToken))
        {
            return;
        }
        if (FirstAdministrator.FromEnvironment(name => configuration[name]) is not { } given)
        {
            return;
        }
        var created = await setUp.CreateAsync(given, "desk", cancellationToken);
        switch (created.Refusal)
        {
            case null:
                log.LogInformation("The first administrator {Email} was created from the environment", given.Email);
                break;
            case Refusal.Conflict:
                // Another node was faster.
                break;
            default:
                throw new InvalidOperationException($"INCIDENTDESK_ADMIN_EMAIL, _PASSWORD and _TOKEN can't be used: {created.Refusal.Message}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
