using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Layout;

/// <summary>A place that the navigation leads to.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Href">Its address, without a leading slash's base; every address below it counts as the same place.</param>
/// <param name="Sign">Its sign.</param>
public sealed record Place(string Text, string Href, Glyph Sign)
{
    /// <summary>What people come for in an outage; the phone's dock shows these.</summary>
    public static readonly IReadOnlyList<Place> Daily =
    [
        new("Incidents", "/incidents", Glyph.Incident),
        new("On call", "/on-call", Glyph.OnCall),
        new("Services", "/services", Glyph.Service),
    ];

    /// <summary>What is set up once and changed seldom.</summary>
    public static readonly IReadOnlyList<Place> SetUp =
    [
        new("People", "/people", Glyph.People),
        new("Teams", "/teams", Glyph.Team),
        new("Schedules", "/schedules", Glyph.Schedule),
        new("Policies", "/policies", Glyph.Policy),
        new("Integrations", "/integrations", Glyph.Integration),
        new("Settings", "/settings", Glyph.Settings),
    ];
}
