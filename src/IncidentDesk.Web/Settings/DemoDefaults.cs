namespace IncidentDesk.Web.Settings;

/// <summary>What the demo needs of the settings: its runbooks' program and playbooks, and calls to the shop on loopback. What somebody has set stays.</summary>
internal static class DemoDefaults
{
    public const string Key = $"{SettingsReader.Section}:Demo";
    private const string Commands = $"{SettingsReader.Section}:Runbooks:Commands";
    private const string Playbooks = $"{SettingsReader.Section}:Runbooks:Playbooks";
    private const string PrivateNetworks = $"{SettingsReader.Section}:Outgoing:AllowPrivateNetworks";

    public static void Add(ConfigurationManager values, ICollection<string> errors)
    {
        if (!bool.TryParse(values[Key], out var wanted) || !wanted)
        {
            return;
        }
        if (FindShop() is not { } shop)
        {
            errors.Add("--demo needs the demo shop, which is part of the sources: start it with ./run from a clone of them.");
            return;
        }
        var control = Path.Combine(shop, "shopctl");
        // One text with commas would be hidden by a numbered one.
        values[values[Commands] is { Length: > 0 } ? Commands : Commands + ":demo"] = values[Commands] is { Length: > 0 } given ? $"{given},{control}" : control;
        values[Playbooks] = values[Playbooks] is { Length: > 0 } folder ? folder : Path.Combine(shop, "playbooks");
        values[PrivateNetworks] = values[PrivateNetworks] is { Length: > 0 } said ? said : "true";
    }

    /// <summary>The folder of the demo shop, above the program or above where it was started; null when there is none.</summary>
    public static string? FindShop() => new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }
        .SelectMany(Upwards).Select(folder => Path.Combine(folder, "demo", "shop")).FirstOrDefault(shop => File.Exists(Path.Combine(shop, "start")));

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            yield return place.FullName;
        }
    }
}
