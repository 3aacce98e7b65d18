using System.Collections.Frozen;

namespace IncidentDesk.Alerts.Sources;

/// <summary>All kinds of source that the intake understands.</summary>
public static class SourceCatalog
{
    private static readonly FrozenDictionary<string, ISource> ByKind =
        new ISource[] { new PrometheusSource(), new GenericSource() }.ToFrozenDictionary(source => source.Kind, StringComparer.Ordinal);

    /// <summary>Every source, ordered by kind.</summary>
    public static IReadOnlyList<ISource> All { get; } = [.. ByKind.Values.OrderBy(source => source.Kind, StringComparer.Ordinal)];

    /// <summary>The source of this kind (lower case), or null where there is none.</summary>
    public static ISource? Find(string kind) => ByKind.GetValueOrDefault(kind);
}
