using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IncidentDesk.Bench.Rooms;

/// <summary>What a run came to. Latencies are from sending the note to its arrival at each open page; memory is the program's own resident set.</summary>
internal sealed record RoomsResult(
    DateTimeOffset Started, Machine Machine, int Rooms, int Notes, double P50Milliseconds, double P95Milliseconds, double MaxMilliseconds, double MemoryBeforeMegabytes,
    double MemoryMegabytes, double PeakMegabytes);

/// <summary>
/// Opens one incident's room many times on one node and writes notes into it: how long until every page has each, and how much memory the program takes.
/// The pages are circuits without a browser: what a browser adds (drawing) is not measured, and what 200 of them would take from this machine neither.
/// </summary>
internal sealed partial class RoomsBench(string program, int rooms, int notes, string results)
{
    private const int Opening = 4;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var machine = Machine.Describe();
        var started = TimeProvider.System.GetUtcNow();
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.System}, {machine.Runtime}, load {machine.LoadAverage}");
        await using var desk = await DeskUnderTest.StartAsync(program, cancellation);
        using var api = desk.NewApiClient();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = desk.Root };
        var number = await OpenIncidentAsync(api, desk.ServiceId!, cancellation);
        var cookie = await SignInAsync(http, desk.Password!, cancellation);
        var before = Memory(desk.ProcessId!.Value, "VmRSS");

        var pages = await OpenAllAsync(http, $"/incidents/{number}", cookie, cancellation);
        Console.WriteLine($"{pages.Count} rooms are open");
        var latencies = new List<double>();
        for (var note = 1; note <= notes; note++)
        {
            latencies.AddRange(await NoteAsync(api, number, $"bench note {note:000} of {notes:000}", pages, cancellation));
            await Task.Delay(Between, cancellation);
        }
        latencies.Sort();
        var result = new RoomsResult(started, machine, pages.Count, notes, At(latencies, 0.50), At(latencies, 0.95), latencies[^1],
            before, Memory(desk.ProcessId.Value, "VmRSS"), Memory(desk.ProcessId.Value, "VmHWM"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Rooms} rooms, {result.Notes} notes: p50 {result.P50Milliseconds:0} ms, p95 {result.P95Milliseconds:0} ms, max {result.MaxMilliseconds:0} ms; program {result.MemoryBeforeMegabytes:0} MB before, {result.MemoryMegabytes:0} MB with the rooms, {result.PeakMegabytes:0} MB at most"));
        Console.WriteLine($"Written to {Report.Write(results, "rooms", started, result)}");
        await Task.WhenAll(pages.Select(page => page.DisposeAsync().AsTask()));
    }

    private async Task<List<OpenPage>> OpenAllAsync(HttpClient http, string path, string cookie, CancellationToken cancellation)
    {
        var pages = new List<OpenPage>();
        await Parallel.ForAsync(0, rooms, new ParallelOptions { MaxDegreeOfParallelism = Opening, CancellationToken = cancellation }, async (_, stop) =>
        {
            var page = await OpenPage.OpenAsync(http, path, cookie, stop);
            lock (pages)
            {
                pages.Add(page);
            }
        });
        return pages;
    }

    private static async Task<IEnumerable<double>> NoteAsync(HttpClient api, long number, string text, List<OpenPage> pages, CancellationToken cancellation)
    {
        var seen = pages.Select(page => page.WhenAsync(text)).ToList();
        var sent = Stopwatch.GetTimestamp();
        using var answer = await api.PostAsJsonAsync($"incidents/{number}/notes", new { text }, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await Task.WhenAll(seen).WaitAsync(Lost, cancellation)).Select(at => Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds);
    }

    private static async Task<long> OpenIncidentAsync(HttpClient api, string serviceId, CancellationToken cancellation)
    {
        using var answer = await api.PostAsJsonAsync("incidents", new { serviceId, title = "Checkout is slow", severity = "SEV2" }, cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("number").GetInt64();
    }

    /// <summary>Fills in the form of the sign-in page; answers the cookies to send.</summary>
    private static async Task<string> SignInAsync(HttpClient http, string password, CancellationToken cancellation)
    {
        using var page = await http.GetAsync("/sign-in", cancellation);
        var fields = Hidden().Matches(await page.Content.ReadAsStringAsync(cancellation)).ToDictionary(m => m.Groups[1].Value, m => System.Net.WebUtility.HtmlDecode(m.Groups[2].Value));
        (fields["email"], fields["password"]) = (DeskUnderTest.Email, password);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", Cookies(page));
        using var answer = await http.SendAsync(request, cancellation);
        var cookie = Cookies(answer);
        return cookie.Contains("__Host-desk=", StringComparison.Ordinal) ? cookie : throw new InvalidOperationException($"Signing in returned {(int)answer.StatusCode}.");
    }

    private static string Cookies(HttpResponseMessage answer) =>
        string.Join("; ", (answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : []).Select(c => c.Split(';')[0]));

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    /// <summary>In MB, by Linux's account of the process (proc(5), status).</summary>
    private static double Memory(int process, string line) => double.Parse(
        File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(line, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture) / 1024;

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
