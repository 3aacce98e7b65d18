namespace IncidentDesk.Web.Settings;

/// <summary>
/// Where settings come from; a later source wins:
/// <code>
/// appsettings.json beside the program   appsettings.json in the working directory   environment   options   secrets' files
/// </code>
/// They are read once: changing one takes a new start.
/// </summary>
internal sealed record DeskConfiguration(IConfiguration Values, DeskSettings Settings, IReadOnlyList<string> Warnings)
{
    private const string FileName = "appsettings.json";

    /// <summary>Reads and judges all of it.</summary>
    /// <exception cref="SettingsException">Something can't be used.</exception>
    public static DeskConfiguration Read(string[] args)
    {
        var errors = new List<string>();
        var values = new ConfigurationManager();
        foreach (var folder in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Distinct())
        {
            AddFile(values, Path.Combine(folder, FileName), errors);
        }

        values.AddEnvironmentVariables("DOTNET_");
        values.AddEnvironmentVariables("ASPNETCORE_");
        values.AddEnvironmentVariables();
        values.AddInMemoryCollection(CommandLine.Read(args, errors));
        values.AddInMemoryCollection(SecretFiles.Read(values, errors));
        DemoDefaults.Add(values, errors);
        if (!SaysWhereToListen(values))
        {
            values[WebHostDefaults.ServerUrlsKey] = DeskSettings.DefaultUrl;
        }

        var reader = new SettingsReader(values, errors);
        var settings = DeskSettings.Read(reader);
        var warnings = reader.Unread().Select(key => $"The setting {key} is unknown and has no effect.").ToList();
        return errors.Count == 0 ? new DeskConfiguration(values, settings, warnings) : throw new SettingsException(errors);
    }

    private static bool SaysWhereToListen(IConfiguration values) =>
        new[] { WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }.Any(key => !string.IsNullOrWhiteSpace(values[key]))
        || values.GetSection("Kestrel:Endpoints").Exists();

    private static void AddFile(ConfigurationManager values, string path, ICollection<string> errors)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var text = File.OpenRead(path);
            values.AddJsonStream(text);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path} can't be read: {e.GetBaseException().Message}");
        }
    }
}
