namespace IncidentDesk.Web.Settings;

/// <summary>The options after <c>./run</c>, as settings.</summary>
internal static class CommandLine
{
    public const string Help =
        """
        IncidentDesk: receives alerts, pages the person on call, and escalates until someone acknowledges.

          --urls URL     where to listen; http://localhost:8080 by default
          --data DIR     the folder for the built-in database; ./data by default
          --demo         fills an empty database with an online shop and plays an outage
          --help         this text

        Any setting can be given as an option, like --IncidentDesk:PublicUrl=https://desk.example.com;
        appsettings.example.json shows them all.
        """;

    private static readonly string[] Sections = ["IncidentDesk:", "Logging:", "Kestrel:"];

    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");

    /// <summary>The settings that the options give; what is not an option becomes a sentence in <paramref name="errors"/>.</summary>
    public static Dictionary<string, string?> Read(string[] args, ICollection<string> errors)
    {
        var values = new Dictionary<string, string?>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (args[i] == "--demo")
            {
                values[DemoDefaults.Key] = "true";
            }
            else if (KeyOf(name) is not { } key)
            {
                errors.Add($"{name} is not an option; --help shows them.");
            }
            else if ((value ??= i + 1 < args.Length ? args[++i] : null) is null)
            {
                errors.Add($"{name} needs a value.");
            }
            else
            {
                values[key] = value;
            }
        }

        return values;
    }

    private static string? KeyOf(string name) => name switch
    {
        "--urls" => WebHostDefaults.ServerUrlsKey,
        "--data" => "IncidentDesk:DataDirectory",
        _ when name.StartsWith("--", StringComparison.Ordinal) && Sections.Any(name[2..].StartsWith) => name[2..],
        _ => null,
    };
}
