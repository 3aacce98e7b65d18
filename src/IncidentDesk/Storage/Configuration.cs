using IncidentDesk.Kernel;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>A thing whose version rises with every change, so that two people who change it at once are told.</summary>
public interface IVersioned
{
    Guid Id { get; }

    long Version { get; }
}

/// <summary>A thing of the configuration. Taken away, it stays as a row, because history names it.</summary>
public interface IConfigured : IVersioned
{
    string Name { get; }

    new long Version { get; set; }

    DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>
/// Says what still needs a thing, so that taking it away would lose pages. A folder registers one for things of the folders below it, which
/// can't know it.
/// </summary>
public interface IUseOf<T>
{
    /// <summary>What needs it, each as words for the sentence "... is still needed by ...": <c>the service Checkout</c>.</summary>
    Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id);
}

/// <summary>What the verbs that change configuration (people, teams, services, policies, integrations) have in common.</summary>
public static class Configuration
{
    /// <summary>
    /// Lets one verb at a time change configuration, to the end of its transaction: between looking whether a name is free, or a thing unused, and
    /// writing, nobody else writes. Such changes are rare; the engine never waits for this lock.
    /// </summary>
    public static async Task ChangeConfigurationAsync(this DeskTransaction desk)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('desk_configuration'))", desk.Connection);
        await command.ExecuteNonQueryAsync(desk.Cancellation);
    }

    /// <summary>The refusal that names what still needs a thing; null when nothing does.</summary>
    public static async Task<Refusal?> WhyNeededAsync<T>(this IEnumerable<IUseOf<T>> uses, DeskTransaction desk, Guid id, string name)
    {
        var found = new List<string>();
        foreach (var use in uses)
        {
            found.AddRange(await use.FindAsync(desk, id));
        }
        return found.Count == 0 ? null : new Refusal.Conflict($"{name} is still used by {Text.Listed(found)}. Change or delete that first.");
    }
}
