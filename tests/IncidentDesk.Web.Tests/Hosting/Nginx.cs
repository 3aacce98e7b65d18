using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Tests.House;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>
/// Debian's nginx with the configuration of docs/operations, on loopback: only its addresses, its certificate and the place of its log are replaced.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly ChildProcess _process;
    private readonly string _folder;

    private Nginx(ChildProcess process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where browsers go: https, with a certificate that nobody has signed.</summary>
    public Uri Address { get; }

    /// <summary>What it has logged of requests so far.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder, "access.log"));

    /// <param name="nodes">The ports of the two nodes on this machine.</param>
    public static async Task<Nginx> StartAsync(int[] nodes)
    {
        // Not CreateTempSubdirectory: nginx's workers run as another user, who must get in.
        var folder = Path.Combine(Path.GetTempPath(), $"incidentdesk-nginx-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var (plain, tls) = (DeskProcess.FreePort(), DeskProcess.FreePort());
        WriteCertificate(folder);
        var configuration = await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs/operations/nginx.conf"));
        foreach (var (from, to) in new[]
        {
            ("10.0.0.11:8080", $"127.0.0.1:{nodes[0]}"),
            ("10.0.0.12:8080", $"127.0.0.1:{nodes[1]}"),
            ("listen 80;", $"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl http2;", $"listen 127.0.0.1:{tls} ssl http2;"),
            ("/etc/nginx/incidentdesk.crt", $"{folder}/desk.crt"),
            ("/etc/nginx/incidentdesk.key", $"{folder}/desk.key"),
            ("/var/log/nginx/incidentdesk.log", $"{folder}/access.log"),
        })
        {
            configuration.Split(from).Length.ShouldBe(2, $"docs/operations/nginx.conf names {from} once");
            configuration = configuration.Replace(from, to);
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "desk.conf"), configuration);
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"),
            $$"""
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { }
            http {
                client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
                include {{folder}}/desk.conf;
            }
            """);
        var process = ChildProcess.Start(Program(), ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]);
        var nginx = new Nginx(process, folder, new Uri($"https://127.0.0.1:{tls}"));
        await nginx.AnswersAsync();
        return nginx;
    }

    /// <summary>A visitor's cookie that leads to the node on this port.</summary>
    public async Task<string> CookieForAsync(int node)
    {
        using var http = NewClient();
        foreach (var visitor in Enumerable.Range(1, 100).Select(i => $"visitor{i}"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/healthz/live?visitor={visitor}");
            request.Headers.Add("Cookie", $"desk_node={visitor}");
            var before = Log.Length;
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            await Wait.UntilAsync(() => Log.Length > before && Log.EndsWith('\n'), Deadline, "nginx to log the request");
            if (Log[before..].Contains($"node=127.0.0.1:{node}"))
            {
                return visitor;
            }
        }
        throw new InvalidOperationException($"No visitor is led to {node}:\n{Log}");
    }

    /// <summary>A client that takes the certificate and keeps no cookies.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
    {
        BaseAddress = Address,
    };

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(Deadline);
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Program() => new[] { "/usr/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("nginx is missing. Install the package nginx-light (./test does).");

    private static void WriteCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=desk.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "desk.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "desk.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task AnswersAsync()
    {
        using var http = NewClient();
        await Wait.UntilAsync(async () =>
        {
            _process.HasExited.ShouldBeFalse(_process.Output);
            try
            {
                using var answer = await http.GetAsync("/healthz/live");
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, Deadline, () => "nginx to answer\n" + _process.Output);
    }
}
