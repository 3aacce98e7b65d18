using System.Globalization;

namespace IncidentDesk.DemoShop;

/// <summary>
/// What the shop should be, as small files in a folder: whoever repairs it writes there, and the shop follows. <c>version</c> (4.8.0, 4.8.1), <c>instances</c> (1 to 8),
/// <c>errors</c> (percent of checkouts that fail whatever the version: the error switch) and <c>generation</c>, which rises with every restart that is asked for.
/// </summary>
internal sealed record ShopState(string Version, int Instances, int Errors, int Generation)
{
    public const string Good = "4.8.0";
    public const string Bad = "4.8.1";
    public const int MostInstances = 8;

    public static ShopState First { get; } = new(Good, 2, 0, 1);

    /// <summary>A file that is missing or says nonsense counts as it was before.</summary>
    public static ShopState Read(string folder, ShopState before) => new(
        Text(folder, "version") is { } version && version is Good or Bad ? Text(folder, "version")! : before.Version,
        Number(folder, "instances", 1, MostInstances) ?? before.Instances,
        Number(folder, "errors", 0, 100) ?? before.Errors,
        Number(folder, "generation", 0, int.MaxValue) ?? before.Generation);

    /// <summary>Writes what is not there yet.</summary>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, value) in new[] { ("version", First.Version), ("instances", Say(First.Instances)), ("errors", Say(First.Errors)), ("generation", Say(First.Generation)) })
        {
            if (!File.Exists(Path.Combine(folder, name)))
            {
                Write(folder, name, value);
            }
        }
    }

    /// <summary>Replaces a file whole, so that nobody reads half of it.</summary>
    public static void Write(string folder, string name, string value)
    {
        var half = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        File.WriteAllText(half, value + "\n");
        File.Move(half, Path.Combine(folder, name), overwrite: true);
    }

    private static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string folder, string name, int least, int most) =>
        int.TryParse(Text(folder, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static string? Text(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name)).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
