using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Layout;

/// <summary>A place that the navigation leads to.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Href">Its address; every address below it counts as the same place.</param>
/// <param name="Sign">Its sign.</param>
public sealed record Place(string Text, string Href, Glyph Sign)
{
    /// <summary>The first page, which is also found at the bare address of the site.</summary>
    private const string First = "/incidents";

    /// <summary>What people come for in an outage; the phone's dock shows these.</summary>
    public static readonly IReadOnlyList<Place> Daily =
    [
        new("Incidents", "/incidents", Glyph.Incident),
        new("On call", "/on-call", Glyph.OnCall),
        new("Services", "/services", Glyph.Service),
    ];

    /// <summary>What comes after an outage.</summary>
    public static readonly IReadOnlyList<Place> Learning =
    [
        new("Postmortems", "/postmortems", Glyph.Note),
        new("Action items", "/action-items", Glyph.Check),
        new("Review", "/review", Glyph.Clock),
        new("Insights", "/insights", Glyph.Chart),
    ];

    /// <summary>What is set up once and changed seldom.</summary>
    public static readonly IReadOnlyList<Place> SetUp =
    [
        new("People", "/people", Glyph.People),
        new("Teams", "/teams", Glyph.Team),
        new("Schedules", "/schedules", Glyph.Schedule),
        new("Policies", "/policies", Glyph.Policy),
        new("Integrations", "/integrations", Glyph.Integration),
        new("Runbooks", "/runbooks", Glyph.Wrench),
        new("Set-up", "/welcome", Glyph.Settings),
    ];

    /// <summary>The class of the link to it; at the bare address the first place is marked, which its own address does not say.</summary>
    internal string ClassAt(string name, NavigationManager navigation) =>
        Href == First && navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].Length == 0 ? name + " active" : name;
}
