using IncidentDesk.Tests;
using IncidentDesk.Tests.Jobs;
using IncidentDesk.Tests.Storage.Postgres;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestOfTheDomainFirst))]

namespace IncidentDesk.Tests;

/// <summary>Begins with the classes that take longest, so that none of them runs alone at the end.</summary>
/// <param name="classes">Their names, the longest first.</param>
public abstract class LongestFirst(params string[] classes) : ITestCollectionOrderer
{
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(Rank)];

    private int Rank<T>(T collection)
        where T : ITestCollection => Array.FindIndex(classes, name => collection.TestCollectionDisplayName.Contains("." + name, StringComparison.Ordinal)) is >= 0 and var rank ? rank : classes.Length;
}

/// <summary>The longest of this project.</summary>
public sealed class LongestOfTheDomainFirst() : LongestFirst(nameof(RandomModelTests), nameof(TwoNodesTests), nameof(OrdinaryUserTests), nameof(BuiltInPostgresTests));
