using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Hosting;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>Mail over TLS from real processes, whose machine trusts the mail server's authority (OpenSSL's own variable).</summary>
public sealed class EmailOverTlsTests
{
    [Theory]
    [InlineData("tls", true)]
    [InlineData("startTls", false)]
    public async Task A_page_goes_out_encrypted_where_the_certificate_is_trusted(string security, bool fromStart)
    {
        using var certificate = TestCertificate.For("localhost");
        await using var smtp = new SmtpSink { Certificate = certificate, TlsFromStart = fromStart, Account = ("desk", "secret") };
        var authority = Path.Combine(Path.GetTempPath(), $"authority-{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        try
        {
            var database = await TestPostgres.NewDatabaseAsync();
            var port = DeskProcess.FreePort();
            await using var node = new DeskProcess(
                [$"--urls=http://127.0.0.1:{port}", .. Outage.Settings(database, smtp).Select(s => "--" + s), "--IncidentDesk:Email:Host=localhost",
                    $"--IncidentDesk:Email:Security={security}", "--IncidentDesk:Email:UserName=desk", "--IncidentDesk:Email:Password=secret"],
                ("SSL_CERT_FILE", authority), ("INCIDENTDESK_ADMIN_EMAIL", "root@example.com"), ("INCIDENTDESK_ADMIN_TOKEN", Outage.AdministratorToken));
            await node.StartedAsync();
            await using var desk = await Outage.AtAsync(new Uri($"http://127.0.0.1:{port}"), database, smtp);
            await desk.PostAsync("incidents", new { serviceId = desk.ServiceId, title = "Checkout is down", severity = "SEV1" });

            var mail = await smtp.WaitForAsync(m => m.Subject.Contains("Checkout is down"), TimeSpan.FromSeconds(60));
            mail.Recipients.ShouldBe(["ana@example.com"]);
        }
        finally
        {
            File.Delete(authority);
        }
    }
}
