using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Who works on the database. Each has connections of its own, so that a flood at one of them never makes another wait.</summary>
public enum DeskPart
{
    /// <summary>Pages, the API, sign-in, and all that names no part.</summary>
    Web,

    /// <summary>Jobs, their leases, the safety audit, wake-ups between nodes.</summary>
    Engine,

    /// <summary>Signals of monitoring systems.</summary>
    Intake,
}

/// <summary>
/// The connections of one node, divided by part. What takes an <see cref="NpgsqlDataSource"/> gets the web's unless it asks for another by
/// <see cref="DeskPart"/> as key; contexts take those of the part that works (<see cref="WorkAs"/>).
/// </summary>
public sealed class DeskPools : IAsyncDisposable
{
    private const int LeastIntake = 2;
    private const int LeastEngine = 4;
    private const int LeastWeb = 4;
    private static readonly AsyncLocal<DeskPart> _working = new();
    private readonly NpgsqlDataSource[] _sources;

    private DeskPools(NpgsqlDataSource web, NpgsqlDataSource engine, NpgsqlDataSource intake) => _sources = [web, engine, intake];

    public NpgsqlDataSource this[DeskPart part] => _sources[(int)part];

    /// <summary>The part that works now, as <see cref="WorkAs"/> said.</summary>
    public static DeskPart Working => _working.Value;

    /// <summary>One undivided pool for all parts: for tests and tools.</summary>
    public static implicit operator DeskPools(NpgsqlDataSource source) => new(source, source, source);

    /// <summary>Says which part works, to the end of the async method that says it, and in all that this method starts.</summary>
    public static void WorkAs(DeskPart part) => _working.Value = part;

    /// <summary>
    /// Divides the connections that the connection string allows (Maximum Pool Size, 100 unless it says otherwise): half for the engine, a twelfth for
    /// intake, whose writer commits many requests over one connection, the rest for the web. A handful stay for each, however few are allowed.
    /// </summary>
    public static DeskPools Divide(string connectionString, Func<NpgsqlDataSourceBuilder, NpgsqlDataSource> build)
    {
        var allowed = new NpgsqlConnectionStringBuilder(connectionString).MaxPoolSize;
        var (engine, intake) = (Math.Max(LeastEngine, allowed / 2), Math.Max(LeastIntake, allowed / 12));
        return new DeskPools(Pool(Math.Max(LeastWeb, allowed - engine - intake)), Pool(engine), Pool(intake));

        NpgsqlDataSource Pool(int most)
        {
            var builder = DeskDataSource.Builder(connectionString);
            var settings = builder.ConnectionStringBuilder;
            (settings.MaxPoolSize, settings.MinPoolSize) = (most, Math.Min(settings.MinPoolSize, most));
            return build(builder);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Distinct())
        {
            await source.DisposeAsync();
        }
    }
}
