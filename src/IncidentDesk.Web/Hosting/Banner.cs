using IncidentDesk.Demo;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Access;

namespace IncidentDesk.Web.Hosting;

/// <summary>What a person at the terminal reads when the program is up: where it is, and what to do next.</summary>
internal static class Banner
{
    public static async Task<string> TextAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var services = app.Services;
        var next = await services.GetRequiredService<SetUpActions>().IsNeededAsync(cancellationToken)
            ? SetUp(services.GetRequiredService<AccessSettings>().PublicUrl?.ToString() ?? Address(app.Urls), services.GetRequiredService<SetUpCode>())
            : "  Next       open it in a browser and sign in";
        var actions = services.GetRequiredService<DemoActions>();
        var demo = await actions.FindAsync(cancellationToken);
        return $"""

            IncidentDesk is running.

              Address    {Address(app.Urls)}
              Database   {services.GetRequiredService<DeskDatabase>().Description}{Clock(services.GetRequiredService<ClockWatch>())}{(demo is null ? Mail(services.GetRequiredService<NotificationSettings>()) : "")}
            {next}{(demo is null ? "" : Players(actions.PasswordOf(demo)))}
              Stop       Ctrl+C

            """;
    }

    /// <summary>When the demo was removed while the program runs: the way back in.</summary>
    public static string AfterDemo(IEnumerable<string> urls, SetUpCode code) =>
        $"""

        The demo is removed; all of its data is gone.

          Address    {Address(urls)}
        {SetUp(Address(urls), code)}

        """;

    private static string Mail(NotificationSettings settings) => settings.Email is not null ? "" : """


          Email      no mail server configured: no one is notified by email (README, Email)
        """;

    private static string Clock(ClockWatch clock) => clock.Wrong is null ? "" : $"""


          Clock      {clock.Wrong}
        """;

    private static string Address(IEnumerable<string> urls) =>
        (urls.FirstOrDefault() ?? "").Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    private static string SetUp(string address, SetUpCode code) =>
        $"""
          Next       create the first administrator: {address.TrimEnd('/')}{code.Path}
                     (from another machine open its own address of IncidentDesk; the setup code is {code.Text})
        """;

    private static string Players(string? password) => $"""


              Demo       sign in as one of three people; the password of all three is {password}
                           ana@shop.example    on-call engineer: acknowledges
                           bo@shop.example     incident commander: rolls back, writes it down
                           chen@shop.example   manager and administrator: reviews, removes the demo
                         In a moment checkout breaks. The page that you land on says what to do.
            """;
}
