using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace IncidentDesk.Tests.Fakes;

/// <summary>A program that a test or a measurement starts, with its last lines of output at hand; disposing ends it and its children.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of standard output and standard error.</summary>
    public string Output => string.Join('\n', _lines);

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until the address answers 2xx. Fails with the program's output when it ends before that or the deadline passes.</summary>
    public async Task WaitForHttpAsync(Uri url, TimeSpan deadline, CancellationToken cancellation = default)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Wait.UntilAsync(AnswersAsync, deadline, () => $"{_process.StartInfo.FileName} answering at {url}\n{Output}");

        async Task<bool> AnswersAsync()
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with code {_process.ExitCode}:\n{Output}");
            }

            try
            {
                using var response = await http.GetAsync(url, cancellation);
                return response.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                return false;
            }
        }
    }

    /// <summary>Asks the program to end (SIGTERM) and waits; after the deadline it is killed.</summary>
    public async Task StopAsync(TimeSpan deadline)
    {
        using var ask = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
