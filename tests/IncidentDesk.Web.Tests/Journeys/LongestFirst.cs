using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Journeys.Kills;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>Begins with the tests that take longest, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(FirstTenKillsTests), nameof(SecondTenKillsTests), nameof(ProgramTests), nameof(EveryPageTests), nameof(DemoTests), nameof(BehindNginxTests), nameof(KillTests),
    ];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private static int Rank<T>(T collection)
        where T : ITestCollection => Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains("." + name, StringComparison.Ordinal)) is >= 0 and var rank ? rank : Long.Length;
}
