using System.Net;
using System.Text.RegularExpressions;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>Styles and scripts as they go over the wire: a phone on a bad connection loads them once, and small.</summary>
public sealed partial class AssetTests
{
    [Fact]
    public async Task What_a_page_loads_is_compressed_and_kept_by_browsers_for_good()
    {
        await using var desk = await FreshDesk.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = desk.Address };
        var page = await http.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);
        var assets = Asset().Matches(page).Select(m => m.Groups[1].Value).ToList();
        assets.Count.ShouldBeGreaterThan(5);
        foreach (var asset in assets)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, asset);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"], asset);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable", Case.Sensitive, asset);
        }
    }

    [GeneratedRegex("""(?:href|src)="([^"]+\.(?:css|js))["]""")]
    private static partial Regex Asset();
}
