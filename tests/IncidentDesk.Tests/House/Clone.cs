namespace IncidentDesk.Tests.House;

/// <summary>The clone that the running tests were built in.</summary>
public static class Clone
{
    /// <summary>Its full path.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "IncidentDesk.sln")) ? folder
        : Path.GetDirectoryName(folder.TrimEnd('/')) is { } parent ? Find(parent)
        : throw new DirectoryNotFoundException("These tests run inside the clone.");
}
