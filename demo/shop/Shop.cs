using System.Globalization;

namespace IncidentDesk.DemoShop;

/// <summary>The shop's front: takes customers on a loopback port and spreads them over the instances; beside it metrics, health and the controls.</summary>
internal static class Shop
{
    public static async Task<int> RunAsync(ShopOptions options)
    {
        ShopState.Prepare(options.State);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.Services.AddSingleton(new Supervisor(options.State));
        builder.Services.AddHostedService(services => services.GetRequiredService<Supervisor>());
        builder.Services.AddSingleton<Front>();
        builder.Services.AddHostedService(services => new Customers(options, services.GetRequiredService<IHostApplicationLifetime>()));
        await using var app = builder.Build();
        MapShop(app);
        MapControl(app, options.State);
        MapPhones(app);
        await app.StartAsync();
        Console.WriteLine($"The demo shop is at http://127.0.0.1:{options.Port}; its state is in {options.State}. Stop it with Ctrl+C.");
        if (options.EndsWithInput)
        {
            _ = Task.Run(() => EndWithInputAsync(app));
        }
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void MapPhones(WebApplication app)
    {
        var phones = new Phones();
        app.MapGet("/phones/{name}", phones.Show);
        app.MapPost("/phones/{name}", async (string name, HttpRequest request) =>
            await Phones.ReadAsync(request) is { } message ? phones.Take(name, message) : Results.BadRequest("A message is JSON with title, detail and link.\n"));
    }

    private static async Task EndWithInputAsync(WebApplication app)
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nobody says anything; only the end counts.
        }
        app.Lifetime.StopApplication();
    }

    private static void MapShop(WebApplication app)
    {
        app.MapGet("/", (Supervisor shop) => $"The demo shop, version {shop.Wanted.Version}, {shop.Members.Count} instances. Order at /checkout.\n");
        app.MapMethods("/checkout", ["GET", "POST"], (Front front, CancellationToken cancellation) => front.CheckoutAsync(cancellation));
        app.MapGet("/metrics", (Front front) => Results.Text(front.Metrics(), "text/plain; version=0.0.4"));
        app.MapGet("/healthz", async (Front front, Supervisor shop, CancellationToken cancellation) =>
        {
            var healthy = await front.HealthyAsync(cancellation);
            var all = shop.Settled && healthy == shop.Members.Count;
            return Results.Text($"{(all ? "ok" : "not ok")}: version {shop.Wanted.Version}, {healthy} of {shop.Wanted.Instances} instances healthy, generation {shop.Wanted.Generation}\n",
                statusCode: all ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }

    /// <summary>The switches of the play: what an operator, a pipeline or bad luck would do to a real shop.</summary>
    private static void MapControl(WebApplication app, string folder)
    {
        var control = app.MapGroup("/control");
        control.MapPost("/deploy", (string version) => version is not (ShopState.Good or ShopState.Bad) ? Results.BadRequest($"There are {ShopState.Good} and {ShopState.Bad}.\n")
            : Set(folder, "version", version));
        control.MapPost("/instances", (int count) => count is < 1 or > ShopState.MostInstances ? Results.BadRequest($"There are 1 to {ShopState.MostInstances}.\n")
            : Set(folder, "instances", count.ToString(CultureInfo.InvariantCulture)));
        control.MapPost("/errors", (int percent) => percent is < 0 or > 100 ? Results.BadRequest("It is 0 to 100.\n")
            : Set(folder, "errors", percent.ToString(CultureInfo.InvariantCulture)));
        control.MapPost("/jam", async (Front front, CancellationToken cancellation) =>
        {
            await front.JamAsync(cancellation);
            return Results.Text("Every instance hangs until it is restarted.\n");
        });
    }

    private static IResult Set(string folder, string name, string value)
    {
        ShopState.Write(folder, name, value);
        return Results.Text($"{name} is {value} now.\n");
    }
}
