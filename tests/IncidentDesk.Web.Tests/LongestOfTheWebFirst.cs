using IncidentDesk.Tests;
using IncidentDesk.Web.Tests;
using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Journeys.Kills;

[assembly: TestCollectionOrderer(typeof(LongestOfTheWebFirst))]

namespace IncidentDesk.Web.Tests;

/// <summary>The longest of this project.</summary>
public sealed class LongestOfTheWebFirst() : LongestFirst(
    nameof(FirstTenKillsTests), nameof(SecondTenKillsTests), nameof(EveryPageTests), nameof(DemoTests), nameof(ProgramTests), nameof(BehindNginxTests), nameof(KillTests));
