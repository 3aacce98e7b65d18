using Mono.Cecil;

namespace IncidentDesk.Tests.House;

/// <summary>
/// Reads from a compiled assembly which folder imports which. A folder is the first name below the root namespace; types nested in a type, among them what the
/// compiler makes of lambdas, iterators and async methods, count to its folder. Constants leave no trace in compiled code and are not seen.
/// </summary>
public sealed class Arrows(string rootNamespace, IReadOnlyDictionary<string, string[]> allowed)
{
    /// <summary>The folder of types that lie directly in the root namespace: they put the house together and may import all of it.</summary>
    private const string Root = "";

    /// <summary>One line for each import that is not allowed, and each folder that the table does not know; empty when the house is in order.</summary>
    public IReadOnlyList<string> Violations(string assemblyFile)
    {
        using var module = ModuleDefinition.ReadModule(assemblyFile);
        return [.. module.GetTypes().SelectMany(Violations).Distinct().Order()];
    }

    private IEnumerable<string> Violations(TypeDefinition type)
    {
        var from = FolderOf(type);
        if (from is null or Root)
        {
            yield break;
        }

        if (!allowed.TryGetValue(from, out var mayImport))
        {
            yield return $"{from} is not in the table of folders";
            yield break;
        }

        foreach (var imported in Imports.Of(type))
        {
            if (FolderOf(imported) is { } to && to != from && !mayImport.Contains(to))
            {
                yield return $"{OutermostOf(type).FullName} imports {OutermostOf(imported).FullName}";
            }
        }
    }

    // Null for types of other houses.
    private string? FolderOf(TypeReference type)
    {
        var space = OutermostOf(type).Namespace;
        if (space == rootNamespace)
        {
            return Root;
        }

        return space.StartsWith(rootNamespace + ".", StringComparison.Ordinal) ? space[(rootNamespace.Length + 1)..].Split('.')[0] : null;
    }

    private static TypeReference OutermostOf(TypeReference type) => type.DeclaringType is { } outer ? OutermostOf(outer) : type;
}
