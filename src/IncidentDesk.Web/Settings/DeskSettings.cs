using System.Net;
using IncidentDesk.Escalation;
using IncidentDesk.Notifications;
using IncidentDesk.Runbooks;
using IncidentDesk.Web.Access;
using Npgsql;

namespace IncidentDesk.Web.Settings;

/// <summary>Everything that is set from outside, read once at start and known to be usable. <c>appsettings.example.json</c> shows every key.</summary>
public sealed record DeskSettings
{
    /// <summary>Where to listen when nothing else is said.</summary>
    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>The address that people's browsers use; null when it was not set.</summary>
    public Uri? PublicUrl { get; private init; }

    /// <summary>The base of links in mail: <see cref="PublicUrl"/>, or this machine's own address.</summary>
    public required Uri LinkBase { get; init; }

    /// <summary>Full path of the folder for the built-in database.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Npgsql's connection string of an own server; null: the built-in one.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>Null: no mail is sent.</summary>
    public EmailSettings? Email { get; private init; }

    /// <summary>Called every minute while all is well; null: nobody is.</summary>
    public Uri? DeadManUrl { get; private init; }

    /// <summary>Whether webhooks may be sent to private and loopback addresses.</summary>
    public bool AllowPrivateNetworks { get; private init; }

    /// <summary>32 bytes that encrypt secrets in the database; null: a key is made there.</summary>
    public byte[]? SecretsKey { get; private init; }

    /// <summary>Proxies besides those on this machine whose forwarded headers are believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; private init; } = [];

    /// <summary>How many tries to sign in one address has per minute.</summary>
    public required int SignInsPerMinute { get; init; }

    /// <summary>How many pages of one session may be live at once.</summary>
    public required int PagesPerSession { get; init; }

    /// <summary>How many pages of one address may be live at once.</summary>
    public required int PagesPerAddress { get; init; }

    /// <summary>Which programs and playbooks runbooks may start.</summary>
    public RunbookSettings Runbooks { get; private init; } = RunbookSettings.None;

    /// <summary>Whether an empty desk is filled with the demo, and its shop played.</summary>
    public bool Demo { get; private init; }

    public AccessSettings Access => new()
    {
        PublicUrl = PublicUrl,
        KeyGiven = SecretsKey is not null,
        TrustedProxies = TrustedProxies,
        SignInsPerMinute = SignInsPerMinute,
        PagesPerSession = PagesPerSession,
        PagesPerAddress = PagesPerAddress,
    };

    public NotificationSettings Notifications => new(LinkBase, Email, AllowPrivateNetworks);

    public DeadManSettings DeadMan => new(DeadManUrl);

    /// <summary>Reads and judges all of it. The answer counts only when the reader took no complaint.</summary>
    internal static DeskSettings Read(SettingsReader reader)
    {
        var listenOn = ListenOn(reader);
        var publicUrl = reader.Url("PublicUrl", rootOnly: true);
        return new DeskSettings
        {
            PublicUrl = publicUrl,
            LinkBase = publicUrl ?? listenOn,
            DataDirectory = ReadDataDirectory(reader),
            ConnectionString = ReadConnectionString(reader),
            Email = EmailReader.Read(reader),
            DeadManUrl = reader.Url("DeadMan:Url"),
            AllowPrivateNetworks = reader.Boolean("Outgoing:AllowPrivateNetworks", otherwise: false),
            SecretsKey = ReadSecretsKey(reader),
            TrustedProxies = ReadTrustedProxies(reader),
            SignInsPerMinute = reader.Whole("Access:SignInsPerMinute", 1, 100_000) ?? AccessSettings.DefaultSignInsPerMinute,
            PagesPerSession = reader.Whole("Access:PagesPerSession", 1, 100_000) ?? AccessSettings.DefaultPagesPerSession,
            PagesPerAddress = reader.Whole("Access:PagesPerAddress", 1, 100_000) ?? AccessSettings.DefaultPagesPerAddress,
            Runbooks = RunbookReader.Read(reader),
            Demo = reader.Boolean("Demo", otherwise: false),
        };
    }

    private static string ReadDataDirectory(SettingsReader reader)
    {
        var folder = Path.GetFullPath(reader.Text("DataDirectory") ?? "data");
        if (File.Exists(folder))
        {
            reader.Complain("DataDirectory", $"is {folder}, which is a file; give a folder.");
        }

        return folder;
    }

    private static string? ReadConnectionString(SettingsReader reader)
    {
        const string key = "Database:ConnectionString";
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(parsed.Host))
            {
                reader.Complain(key, "names no Host.");
            }
            else if (parsed.TargetSessionAttributes is { } target && !IsWritable(target))
            {
                reader.Complain(key, "asks for servers that can't be written to; use Target Session Attributes=primary.");
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The message names the keyword at fault and never the password.
            reader.Complain(key, $"can't be understood: {e.Message}");
        }

        return text;
    }

    private static bool IsWritable(string target) => target is "primary" or "read-write";

    private static byte[]? ReadSecretsKey(SettingsReader reader)
    {
        if (reader.Text("Secrets:Key") is not { } text)
        {
            return null;
        }

        var key = new byte[33];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != 32)
        {
            reader.Complain("Secrets:Key", "must be 32 bytes in base64; \"openssl rand -base64 32\" makes one.");
        }

        return key[..32];
    }

    private static List<IPNetwork> ReadTrustedProxies(SettingsReader reader)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in reader.List("TrustedProxies"))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                reader.Complain("TrustedProxies", $"holds \"{text}\", which is neither an address nor a network like 10.0.0.0/8.");
            }
        }

        return networks;
    }

    // The first address to listen on, as a browser on this machine would say it.
    private static Uri ListenOn(SettingsReader reader)
    {
        Uri? first = null;
        foreach (var url in (reader.Configuration[WebHostDefaults.ServerUrlsKey] ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var address = BindingAddress.Parse(url);
                var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
                first ??= new UriBuilder(address.Scheme, host, address.Port).Uri;
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                reader.Complain($"--urls: \"{url}\" is not an address to listen on, like http://localhost:8080.");
            }
        }

        return first ?? new Uri(DefaultUrl);
    }
}
