using System.Runtime.InteropServices;
using IncidentDesk.Storage.Postgres;
using IncidentDesk.Web.Settings;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace IncidentDesk.Web.Hosting;

/// <summary>
/// One run of the program, from its options to its exit code: 0 stopped as asked, 1 can't start, 2 settings or options that can't be used. Ctrl+C, SIGTERM and
/// a closed terminal stop it at any moment, also half-way through a start.
/// </summary>
public static class DeskProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (CommandLine.AsksForHelp(args))
        {
            Console.WriteLine(CommandLine.Help);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        using var hangUp = StopOn(PosixSignal.SIGHUP, stop);
        try
        {
            await ServeAsync(args, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (SettingsException e)
        {
            return Refuse(2, [e.Errors.Count == 1 ? "one setting can't be used:" : $"{e.Errors.Count} settings can't be used:", .. e.Errors.Select(error => "- " + error)]);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Refuse(1, ["the address is already in use; select another one with --urls, like --urls http://localhost:8081."]);
        }
        catch (Exception e) when (e is DatabaseStartException or NpgsqlException or IOException or InvalidOperationException)
        {
            return Refuse(1, [e.Message]);
        }
    }

    private static async Task ServeAsync(string[] args, CancellationToken stop)
    {
        await using var app = await CompositionRoot.BuildAsync(args, stop);
        await app.StartAsync(stop);
        Say(Console.Out, await Banner.TextAsync(app, stop));
        await app.WaitForShutdownAsync(stop);
        Say(Console.Out, "IncidentDesk has stopped.");
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Say(Console.Out, "IncidentDesk is stopping...");
        stop.Cancel();
    });

    private static int Refuse(int exitCode, string[] lines)
    {
        Say(Console.Error, "IncidentDesk can't start: " + string.Join(Environment.NewLine + "  ", lines));
        return exitCode;
    }

    /// <summary>Says it to whoever can hear it: a terminal that was closed or a full disk must neither keep the desk from starting nor break off its stop.</summary>
    private static void Say(TextWriter output, string text)
    {
        try
        {
            output.WriteLine(text);
        }
        catch (IOException)
        {
            // Nobody is there to be told that it could not be said.
        }
    }
}
