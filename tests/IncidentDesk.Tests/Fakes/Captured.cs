using System.Text.Json;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Requests that real systems sent, recorded under <c>TestData/{source}</c>; a file holds one request or a list of them.</summary>
public static class Captured
{
    /// <summary>The names of all files of a source, in order.</summary>
    public static IReadOnlyList<string> Files(string source) =>
        [.. Directory.EnumerateFiles(Folder(source), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The bodies in one file, as they were sent.</summary>
    public static IReadOnlyList<string> Bodies(string source, string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(source), file)));
        return json.RootElement.TryGetProperty("requests", out var requests)
            ? [.. requests.EnumerateArray().Select(Body)]
            : [Body(json.RootElement)];
    }

    /// <summary>The first or only body in a file.</summary>
    public static string Body(string source, string file) => Bodies(source, file)[0];

    private static string Body(JsonElement entry) => entry.GetProperty("request").GetProperty("body").GetString() ?? "";

    private static string Folder(string source) => Path.Combine(AppContext.BaseDirectory, "TestData", source);
}
