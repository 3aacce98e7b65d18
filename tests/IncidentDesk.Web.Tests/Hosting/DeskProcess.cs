using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>The real program as a process of its own, with everything it says. Killed at the end when it still lives.</summary>
public sealed class DeskProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(240);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    /// <param name="arguments">As a person types them.</param>
    /// <param name="environment">Variables besides our own.</param>
    public DeskProcess(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // It lives for seconds: to compile again what ran thirty times, only better, would cost more than it brings. The number is hexadecimal.
        start.Environment["DOTNET_TC_CallCountThreshold"] = "2710";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The program as <c>./run</c> builds and starts it, in machine code, and not the copy beside the tests.</summary>
    public static string Program { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "IncidentDesk.Web", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "IncidentDesk.Web"));

    /// <summary>Everything said so far, on both outputs.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the program says this, or has ended without saying it.</summary>
    public async Task HearAsync(string words)
    {
        await Wait.UntilAsync(() => Said.Contains(words, StringComparison.Ordinal) || _process.HasExited, StartLimit, () => $"\"{words}\"; it said:\n{Said}");
        if (_process.HasExited)
        {
            // Its last words may still be on their way.
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Said.ShouldContain(words);
    }

    public Task StartedAsync() => HearAsync("Stop       Ctrl+C");

    /// <summary>Sends a signal by its name, like STOP.</summary>
    public void Send(string name) => Process.Start("kill", ["-" + name, _process.Id.ToString()]).WaitForExit();

    /// <summary>Sends a signal by its name, like TERM, and waits for the end. The exit code, and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> SignalAsync(string name)
    {
        var took = Stopwatch.StartNew();
        Send(name);
        return (await ExitAsync(), took.Elapsed);
    }

    public async Task<int> ExitAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }
}
