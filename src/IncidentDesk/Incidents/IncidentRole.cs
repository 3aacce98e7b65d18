using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Incidents;

/// <summary>The parts that people take in an incident. Nobody is paged because of one.</summary>
public enum IncidentRole
{
    /// <summary>Coordinates and decides.</summary>
    Commander,

    /// <summary>Tells everybody else how it stands.</summary>
    Communications,

    /// <summary>Writes down what happens.</summary>
    Scribe,
}

/// <summary>Who holds a role in an incident, and to whom it is offered meanwhile. A role that nobody holds and that is offered to nobody has no row.</summary>
public sealed class RoleHolding
{
    public Guid IncidentId { get; init; }
    public IncidentRole Role { get; init; }

    /// <summary>Who holds it; an offer does not take it from them before it is accepted.</summary>
    public Guid? PersonId { get; set; }
    public Guid? OfferedTo { get; set; }

    /// <summary>The name of who offers it.</summary>
    public string? OfferedBy { get; set; }
}

internal sealed class RoleHoldingMapping : IEntityTypeConfiguration<RoleHolding>
{
    public void Configure(EntityTypeBuilder<RoleHolding> table)
    {
        table.ToTable("incident_roles");
        table.HasKey(r => new { r.IncidentId, r.Role });
        table.HasOne<Incident>().WithMany().HasForeignKey(r => r.IncidentId);
    }
}

/// <summary>A role as pages and API read it: names with ids.</summary>
public sealed record RoleView(IncidentRole Role, Guid? PersonId, string? Person, Guid? OfferedToId, string? OfferedTo, string? OfferedBy);

/// <summary>Reads and names roles.</summary>
public static class IncidentRoles
{
    /// <summary>As it stands in a sentence: "commander".</summary>
    public static string Word(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => "commander",
        IncidentRole.Communications => "communications lead",
        _ => "scribe",
    };

    /// <summary>What a person takes who takes the role: "incident command".</summary>
    public static string Taken(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => "incident command",
        IncidentRole.Communications => "communications",
        _ => "the role of scribe",
    };

    /// <summary>All roles of an incident, in their order; those that nobody has are there too.</summary>
    public static async Task<IReadOnlyList<RoleView>> RolesAsync(this DeskDb db, Guid incident, CancellationToken cancellation)
    {
        var rows = await (from r in db.Set<RoleHolding>().AsNoTracking()
                          where r.IncidentId == incident
                          select new RoleView(r.Role, r.PersonId, db.Set<Person>().Where(p => p.Id == r.PersonId).Select(p => p.Name).FirstOrDefault(),
                              r.OfferedTo, db.Set<Person>().Where(p => p.Id == r.OfferedTo).Select(p => p.Name).FirstOrDefault(), r.OfferedBy)).ToListAsync(cancellation);
        return [.. Enum.GetValues<IncidentRole>().Select(role => rows.FirstOrDefault(r => r.Role == role) ?? new RoleView(role, null, null, null, null, null))];
    }
}
