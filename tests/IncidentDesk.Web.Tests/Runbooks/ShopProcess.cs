using IncidentDesk.Tests.Fakes;
using IncidentDesk.Tests.House;

namespace IncidentDesk.Web.Tests.Runbooks;

/// <summary>The demo shop as real processes on a port of its own, with its state in a folder of its own.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();
    private readonly ChildProcess _process;

    private ShopProcess(ChildProcess process, int port, string state) => (_process, Address, State) = (process, new Uri($"http://127.0.0.1:{port}/"), state);

    public Uri Address { get; }

    public string State { get; }

    public static string Folder => Path.Combine(Clone.Root, "demo", "shop");

    public static string Control => Path.Combine(Folder, "shopctl");

    public static async Task<ShopProcess> StartAsync()
    {
        var (port, state) = (FreePort.Find(), Directory.CreateTempSubdirectory("shop-tests-").FullName);
        var program = Path.Combine(AppContext.BaseDirectory, "IncidentDesk.DemoShop");
        var shop = new ShopProcess(ChildProcess.Start(program, ["--port", $"{port}", "--state", state, "--orders", "20"]), port, state);
        await shop._process.WaitForHttpAsync(new Uri(shop.Address, "healthz"), StartLimit);
        return shop;
    }

    public Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(Address, path));

    public async Task<int> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(Address, path));
        return (int)answer.StatusCode;
    }

    public async Task ControlAsync(string path)
    {
        using var answer = await _http.PostAsync(new Uri(Address, "control/" + path), null);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The process ids of the shop's instances.</summary>
    public List<int> Instances() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _) && Parent(name!) == _process.Id).Select(name => int.Parse(name!))];

    public async Task StopAsync() => await _process.StopAsync(TimeSpan.FromSeconds(15));

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        Directory.Delete(State, recursive: true);
    }

    // proc(5), stat: the fourth field, after the name in parentheses.
    private static int? Parent(string id)
    {
        try
        {
            return int.Parse(File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
