using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Console;

namespace IncidentDesk.Web.Hosting;

/// <summary>The log: warnings, and what the desk itself tells. Lines for people on a terminal, JSON for programs elsewhere.</summary>
internal static class Logs
{
    public static ILoggingBuilder AddDeskLogs(this ILoggingBuilder logs, IConfiguration configuration)
    {
        logs.ClearProviders();
        logs.SetMinimumLevel(LogLevel.Warning);
        logs.AddFilter("IncidentDesk", LogLevel.Information);
        // The script of Blazor is the program's own file and stands in no manifest; each page would warn of it.
        logs.AddFilter("Microsoft.AspNetCore.Builder.StaticAssetDevelopmentRuntimeHandler", LogLevel.Error);
        // Whoever asked the database gets the error and says what it means; the same again with its stack would fill the log of each outage.
        logs.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        // Added last, so that what an operator sets wins.
        logs.AddConfiguration(configuration.GetSection("Logging"));
        return Console.IsOutputRedirected
            ? logs.AddJsonConsole(json =>
            {
                (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ");
                // For log readers, not for pages: an apostrophe stays one.
                json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            })
            : logs.AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat, line.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default));
    }
}
