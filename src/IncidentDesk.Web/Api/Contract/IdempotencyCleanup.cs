using IncidentDesk.Jobs;
using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Forgets the answers of idempotent requests when their time is over.</summary>
internal sealed class IdempotencyCleanup([FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source) : RecurringJob
{
    public override string Kind => "idempotency-cleanup";

    public override TimeSpan Every => TimeSpan.FromHours(1);

    protected override async Task HandleAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("DELETE FROM idempotent_requests WHERE at <= desk_now() - $1");
        command.Parameters.Add(new() { Value = Idempotency.Kept });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
