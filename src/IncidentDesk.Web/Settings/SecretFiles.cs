namespace IncidentDesk.Web.Settings;

/// <summary>A key that ends in <c>_FILE</c> names a file whose text is the value of the key without it: <c>IncidentDesk__Email__Password_FILE=/run/secrets/mail</c>.</summary>
internal static class SecretFiles
{
    private const string Suffix = "_FILE";

    public static string WithoutSuffix(string key) => key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? key[..^Suffix.Length] : key;

    /// <summary>The values that files give. A file that can't be read, or a value given twice, becomes a sentence in <paramref name="errors"/>.</summary>
    public static Dictionary<string, string?> Read(IConfiguration configuration, ICollection<string> errors)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, path) in configuration.AsEnumerable())
        {
            var target = WithoutSuffix(key);
            if (target.Length == key.Length || string.IsNullOrWhiteSpace(path) || !key.StartsWith(SettingsReader.Section, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = key.Replace(":", "__", StringComparison.Ordinal);
            if (!string.IsNullOrEmpty(configuration[target]))
            {
                errors.Add($"{WithoutSuffix(name)} and {name} are both set; keep one.");
                continue;
            }

            try
            {
                values[target] = File.ReadAllText(path.Trim()).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                errors.Add($"{name} names the file {path}, which can't be read: {e.Message}");
            }
        }

        return values;
    }
}
