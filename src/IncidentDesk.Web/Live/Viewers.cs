using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace IncidentDesk.Web.Live;

/// <summary>The person who looks at a page. <paramref name="OwnZone"/> is the IANA zone where they are.</summary>
public sealed record Viewer(Guid Id, string Name, Role Role, string OwnZone)
{
    /// <summary>The teams that they are a member of.</summary>
    public IReadOnlyCollection<Guid> Teams { get; init; } = [];

    /// <summary>What their rights rest on, as it was when the page began; a verb looks again.</summary>
    public Standing Standing => new(Id, Role, Teams);

    /// <summary>They want UTC in place of any zone.</summary>
    public bool ReadsUtc { get; init; }

    /// <summary>The IANA zone in which they are shown times.</summary>
    public string Zone => Times.Zone;

    /// <summary>What a page says about the zone of its times.</summary>
    public ShownZone Times => TimesIn(OwnZone);

    /// <summary>The same of a page whose times are usually in another zone than the viewer's.</summary>
    public ShownZone TimesIn(string usual) => new(usual, ReadsUtc);

    /// <summary>As whom they change things from a page.</summary>
    public Caller Caller => new(Id, Name, "web");

    /// <summary>Whether they may work on incidents.</summary>
    public bool MayRespond => May(Right.WorkOnIncidents);

    /// <summary>Whether they may do this to something of this owner; without an owner, to anything.</summary>
    public bool May(Right right, Owner? owner = null) => owner is null ? Standing.MayAny(right) : Standing.May(right, owner);
}

/// <summary>Finds out who looks.</summary>
public sealed class Viewers(AuthenticationStateProvider access, PersonQueries people, Desk desk)
{
    /// <summary>Throws <see cref="InvalidOperationException"/> for the anonymous, who see no page that asks.</summary>
    public async Task<Viewer> GetAsync()
    {
        var user = (await access.GetAuthenticationStateAsync()).User;
        var caller = user.ToCaller("web");
        var person = await people.GetAsync(caller.PersonId!.Value);
        await using var db = await desk.ReadAsync();
        var standing = await db.StandingAsync(caller, CancellationToken.None);
        return new Viewer(caller.PersonId.Value, person?.Name ?? caller.Name, standing?.Role ?? Role.Viewer, person?.TimeZone ?? Person.Utc)
        {
            Teams = standing?.Teams ?? [],
            ReadsUtc = person?.ReadsUtc == true,
        };
    }
}
