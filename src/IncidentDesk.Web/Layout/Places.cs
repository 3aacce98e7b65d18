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
    public static IReadOnlyList<Place> Daily =>
    [
        new(LayoutTexts.Incidents, "/incidents", Glyph.Incident),
        new(LayoutTexts.OnCall, "/on-call", Glyph.OnCall),
        new(LayoutTexts.Services, "/services", Glyph.Service),
    ];

    /// <summary>What comes after an outage.</summary>
    public static IReadOnlyList<Place> Learning =>
    [
        new(LayoutTexts.Postmortems, "/postmortems", Glyph.Note),
        new(LayoutTexts.ActionItems, "/action-items", Glyph.Check),
        new(LayoutTexts.Review, "/review", Glyph.Clock),
        new(LayoutTexts.Insights, "/insights", Glyph.Chart),
    ];

    /// <summary>What is set up once and changed seldom.</summary>
    public static IReadOnlyList<Place> SetUp =>
    [
        new(LayoutTexts.People, "/people", Glyph.People),
        new(LayoutTexts.Teams, "/teams", Glyph.Team),
        new(LayoutTexts.Schedules, "/schedules", Glyph.Schedule),
        new(LayoutTexts.Policies, "/policies", Glyph.Policy),
        new(LayoutTexts.Integrations, "/integrations", Glyph.Integration),
        new(LayoutTexts.Runbooks, "/runbooks", Glyph.Wrench),
        new(LayoutTexts.SetUp, "/welcome", Glyph.Settings),
    ];

    /// <summary>The guide through the demo, for a desk that holds one.</summary>
    public static IReadOnlyList<Place> Demo => [new(LayoutTexts.Demo, "/demo", Glyph.Play)];

    /// <summary>The class of the link to it; at the bare address the first place is marked, which its own address does not say.</summary>
    internal string ClassAt(string name, NavigationManager navigation) =>
        Href == First && navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].Length == 0 ? name + " active" : name;
}
