using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IncidentDesk.DemoShop;

/// <summary>
/// One process of the shop. Version 4.8.1 is the bad deploy: four checkouts in ten fail. It says its port on standard output and ends when its standard input does,
/// so that it never outlives the shop.
/// </summary>
internal static class Instance
{
    private const int ErrorsOfTheBadVersion = 40;

    public static async Task<int> RunAsync(string version, string errors)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var percent = Math.Max(version == ShopState.Bad ? ErrorsOfTheBadVersion : 0, int.Parse(errors, CultureInfo.InvariantCulture));
        Map(app, version, percent);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Console.WriteLine(new Uri(address).Port.ToString(CultureInfo.InvariantCulture));
        while (await Console.In.ReadLineAsync() is not null)
        {
            // The shop says nothing; the end of its line is the end of this process.
        }
        await app.StopAsync();
        return 0;
    }

    private static void Map(WebApplication app, string version, int percent)
    {
        var jammed = false;
        var checkouts = 0;
        app.MapGet("/healthz", () => jammed ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Text("ok"));
        app.MapPost("/jam", () =>
        {
            jammed = true;
            return Results.Text("jammed");
        });
        app.MapMethods("/checkout", ["GET", "POST"], () =>
        {
            // Spread evenly and not by chance, so that a measurement of a few seconds shows the rate.
            var nth = Interlocked.Increment(ref checkouts);
            var fails = nth * percent / 100 > (nth - 1) * percent / 100;
            return jammed ? Results.Text("The checkout hangs.\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : fails ? Results.Text($"Payment could not be taken (version {version}).\n", statusCode: StatusCodes.Status500InternalServerError)
                : Results.Text($"Thank you for your order (version {version}).\n");
        });
    }
}
