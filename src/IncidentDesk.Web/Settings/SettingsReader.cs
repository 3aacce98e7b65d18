using System.Globalization;

namespace IncidentDesk.Web.Settings;

/// <summary>Reads values of one section, collects every complaint instead of stopping at the first, and knows afterwards which keys nobody read.</summary>
internal sealed class SettingsReader(IConfiguration configuration, ICollection<string> errors)
{
    public const string Section = "IncidentDesk";

    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys that were asked for, as they are written below the section.</summary>
    public IReadOnlyCollection<string> Known => _read;

    public IConfiguration Configuration => configuration;

    /// <summary>The value without surrounding space; null when it is missing or empty.</summary>
    public string? Text(string key)
    {
        _read.Add(key);
        return configuration[$"{Section}:{key}"] is { } value && value.Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Several values: a JSON array, numbered variables, or one text with commas.</summary>
    public IEnumerable<string> List(string key)
    {
        var items = configuration.GetSection($"{Section}:{key}").GetChildren().Select(child => Text($"{key}:{child.Key}")).OfType<string>().ToList();
        return items.Count > 0 ? items : Text(key)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    public Uri? Url(string key, bool rootOnly = false)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            Complain(key, $"is \"{text}\", which is not an http or https address.");
            return null;
        }

        if (rootOnly && url.PathAndQuery != "/")
        {
            Complain(key, $"is \"{text}\"; it must be a scheme and a host only, like https://desk.example.com.");
        }

        return url;
    }

    public int? Whole(string key, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            Complain(key, $"is \"{text}\"; it must be a whole number from {least} to {most}.");
            return null;
        }

        return number;
    }

    public bool Boolean(string key, bool otherwise)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var value))
        {
            Complain(key, $"is \"{text}\"; it must be true or false.");
        }

        return value;
    }

    /// <summary>Adds a whole sentence, about what is not a key of the section.</summary>
    public void Complain(string sentence) => errors.Add(sentence);

    /// <summary>Adds a sentence about a key. The rest of the sentence must not repeat a secret.</summary>
    public void Complain(string key, string rest) => errors.Add($"{Variable(key)} {rest}");

    /// <summary>The keys under the section that hold a value which nobody asked for, as environment variables.</summary>
    public IEnumerable<string> Unread() =>
        from pair in configuration.GetSection(Section).AsEnumerable(makePathsRelative: true)
        where pair.Value is not null && !_read.Contains(SecretFiles.WithoutSuffix(pair.Key))
        orderby pair.Key
        select Variable(pair.Key);

    private static string Variable(string key) => $"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}";
}
