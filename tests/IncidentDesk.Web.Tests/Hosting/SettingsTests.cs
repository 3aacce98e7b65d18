using IncidentDesk.Notifications;
using IncidentDesk.Tests.House;
using IncidentDesk.Web.Settings;
using Microsoft.Extensions.Configuration;

namespace IncidentDesk.Web.Tests.Hosting;

public sealed class SettingsTests
{
    [Fact]
    public void Without_any_setting_the_desk_starts_with_its_own_database_and_no_mail()
    {
        var (settings, errors, _) = Read([]);

        errors.ShouldBeEmpty();
        settings.ConnectionString.ShouldBeNull();
        settings.DataDirectory.ShouldBe(Path.GetFullPath("data"));
        settings.Email.ShouldBeNull();
        settings.SecretsKey.ShouldBeNull();
        settings.AllowPrivateNetworks.ShouldBeFalse();
        settings.LinkBase.ShouldBe(new Uri("http://localhost:8080"));
    }

    [Theory]
    [InlineData("PublicUrl", "desk.example.com", "IncidentDesk__PublicUrl is \"desk.example.com\", which is not an http or https address.")]
    [InlineData("PublicUrl", "https://desk.example.com/desk", "IncidentDesk__PublicUrl is \"https://desk.example.com/desk\"; it must be a scheme and a host only, like https://desk.example.com.")]
    [InlineData("Database:ConnectionString", "Hots=db", "IncidentDesk__Database__ConnectionString can't be understood: ")]
    [InlineData("Database:ConnectionString", "Database=desk", "IncidentDesk__Database__ConnectionString names no Host.")]
    [InlineData("Database:ConnectionString", "Host=a,b;Target Session Attributes=standby", "IncidentDesk__Database__ConnectionString asks for servers that can't be written to")]
    [InlineData("Email:From", "desk@example.com", "IncidentDesk__Email__Host is missing")]
    [InlineData("Email:Port", "0", "IncidentDesk__Email__Port is \"0\"; it must be a whole number from 1 to 65535.")]
    [InlineData("Email:Security", "ssl", "IncidentDesk__Email__Security is \"ssl\"; it can be startTls, tls or none.")]
    [InlineData("Email:Host", "smtp.example.com", "IncidentDesk__Email__From must be the email address")]
    [InlineData("DeadMan:Url", "ftp://watch", "IncidentDesk__DeadMan__Url is \"ftp://watch\", which is not an http or https address.")]
    [InlineData("Outgoing:AllowPrivateNetworks", "perhaps", "IncidentDesk__Outgoing__AllowPrivateNetworks is \"perhaps\"; it must be true or false.")]
    [InlineData("Runbooks:Commands", "df", "IncidentDesk__Runbooks__Commands holds \"df\", which is not an absolute path.")]
    [InlineData("Runbooks:Commands", "/usr/bin/../bin/df", "IncidentDesk__Runbooks__Commands holds \"/usr/bin/../bin/df\", which is not an absolute path.")]
    [InlineData("Runbooks:Commands:0", "/bin/sh", "IncidentDesk__Runbooks__Commands holds \"/bin/sh\", which is a shell")]
    [InlineData("Runbooks:Commands:0", "/no/such/program", "IncidentDesk__Runbooks__Commands holds \"/no/such/program\", which does not exist.")]
    [InlineData("Runbooks:Commands:0", "/etc/passwd", "IncidentDesk__Runbooks__Commands holds \"/etc/passwd\", which is not executable.")]
    [InlineData("Runbooks:Playbooks", "/no/such/folder", "IncidentDesk__Runbooks__Playbooks is /no/such/folder, which is not a folder.")]
    [InlineData("Secrets:Key", "c2hvcnQ=", "IncidentDesk__Secrets__Key must be 32 bytes in base64")]
    [InlineData("TrustedProxies", "10.0.0.0/8, proxy", "IncidentDesk__TrustedProxies holds \"proxy\"")]
    public void A_value_that_cannot_be_used_is_named_in_a_sentence(string key, string value, string sentence)
    {
        var (_, errors, _) = Read(new() { [key] = value });

        errors.ShouldHaveSingleItem().ShouldStartWith(sentence);
    }

    [Fact]
    public void All_errors_are_told_at_once_and_no_secret_with_them()
    {
        var (_, errors, _) = Read(new()
        {
            ["PublicUrl"] = "x",
            ["Email:Host"] = "smtp.example.com",
            ["Email:From"] = "nobody",
            ["Email:Password"] = "hunter2",
            ["Secrets:Key"] = "hunter2",
            ["Database:ConnectionString"] = "Host=db;Password=hunter2;Bananas=1",
        });

        errors.Count.ShouldBe(5);
        errors.ShouldNotContain(error => error.Contains("hunter2"));
    }

    [Fact]
    public void Links_begin_with_the_public_address_or_else_with_the_address_listened_on()
    {
        Read(new() { ["PublicUrl"] = "https://desk.example.com" }).Settings.LinkBase.ShouldBe(new Uri("https://desk.example.com"));
        Read([], urls: "http://0.0.0.0:9000;http://other:1").Settings.LinkBase.ShouldBe(new Uri("http://localhost:9000"));
        Read([], urls: "desk").Errors.ShouldHaveSingleItem().ShouldBe("--urls: \"desk\" is not an address to listen on, like http://localhost:8080.");
    }

    [Fact]
    public void Mail_defaults_to_submission_under_starttls()
    {
        Read(new() { ["Email:Host"] = "smtp.example.com", ["Email:From"] = "Desk <desk@example.com>" }).Settings.Email
            .ShouldBe(new EmailSettings("smtp.example.com", 587, "Desk <desk@example.com>", null, null, EmailSecurity.StartTls));
        Read(new() { ["Email:Host"] = "localhost", ["Email:From"] = "desk@example.com", ["Email:Security"] = "None" }).Settings.Email!.Port.ShouldBe(25);
        var tls = Read(new() { ["Email:Host"] = "smtp.example.com", ["Email:From"] = "dienst@bücher.example", ["Email:Security"] = "tls" }).Settings.Email!;
        (tls.Port, tls.Security).ShouldBe((465, EmailSecurity.Tls));
    }

    [Fact]
    public void The_example_file_shows_every_setting_and_all_of_it_is_true()
    {
        var errors = new List<string>();
        var reader = new SettingsReader(new ConfigurationBuilder().AddJsonFile(Path.Combine(Clone.Root, "appsettings.example.json")).Build(), errors);

        DeskSettings.Read(reader);

        errors.ShouldBeEmpty();
        reader.Unread().ShouldBeEmpty();
        foreach (var key in reader.Known)
        {
            reader.Configuration.GetSection($"IncidentDesk:{key}").Exists().ShouldBeTrue($"{key} is missing in the example");
        }
        var manual = File.ReadAllText(Path.Combine(Clone.Root, "docs/operations.md"));
        foreach (var key in reader.Known.Where(key => !char.IsDigit(key[^1])))
        {
            manual.ShouldContain($"| `IncidentDesk:{key}`", customMessage: "docs/operations.md has a row for each setting");
        }
    }

    [Fact]
    public void An_unknown_key_is_warned_of()
    {
        var (_, errors, unread) = Read(new() { ["PublicURL"] = "https://desk.example.com", ["Email:Hots"] = "smtp" });

        errors.ShouldBeEmpty();
        unread.ShouldBe(["IncidentDesk__Email__Hots"]);
    }

    [Fact]
    public void A_key_that_ends_in_FILE_reads_its_secret_from_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "hunter2\n");
            var configuration = Section(new() { ["Email:Password_FILE"] = file, ["Secrets:Key_FILE"] = "/no/such/file", ["DeadMan:Url"] = "http://a", ["DeadMan:Url_FILE"] = file });
            var errors = new List<string>();

            var values = SecretFiles.Read(configuration, errors);

            values.ShouldBe(new Dictionary<string, string?> { ["IncidentDesk:Email:Password"] = "hunter2" });
            errors.Order().ShouldBe(
            [
                "IncidentDesk__DeadMan__Url and IncidentDesk__DeadMan__Url_FILE are both set; keep one.",
                "IncidentDesk__Secrets__Key_FILE names the file /no/such/file, which can't be read: Could not find a part of the path '/no/such/file'.",
            ]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (DeskSettings Settings, IReadOnlyList<string> Errors, IReadOnlyList<string> Unread) Read(Dictionary<string, string?> values, string? urls = null)
    {
        var errors = new List<string>();
        var configuration = Section(values);
        configuration["urls"] = urls;
        var reader = new SettingsReader(configuration, errors);
        var settings = DeskSettings.Read(reader);
        return (settings, errors, [.. reader.Unread()]);
    }

    private static IConfiguration Section(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("IncidentDesk:" + pair.Key, pair.Value))).Build();
}
