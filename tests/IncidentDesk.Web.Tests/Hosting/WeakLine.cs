using System.Net;
using System.Net.Sockets;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>The line between a browser and a desk, through a port of its own. It can be cut, and it can die unnoticed.</summary>
internal sealed class WeakLine : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private CancellationTokenSource _alive = new();
    private volatile bool _cut;
    private volatile bool _unnoticed;

    public WeakLine(Uri desk)
    {
        _server = new LoopbackServer((browser, stop) => CarryAsync(browser, desk.Port, stop));
        Address = new Uri($"http://127.0.0.1:{_server.Port}");
    }

    /// <summary>Where the browser goes.</summary>
    public Uri Address { get; }

    /// <summary>Both sides are told; until <see cref="Mend"/> nobody gets through.</summary>
    public void Cut() => End(cut: true, unnoticed: false);

    public void Mend() => _cut = false;

    /// <summary>
    /// As under a closed lid: the desk hears that the browser has gone, and the browser hears nothing until it sends something. Whoever connects anew gets through.
    /// </summary>
    public void DieUnnoticed() => End(cut: false, unnoticed: true);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _alive.Dispose();
    }

    private void End(bool cut, bool unnoticed)
    {
        (_cut, _unnoticed) = (cut, unnoticed);
        using var ended = Interlocked.Exchange(ref _alive, new CancellationTokenSource());
        ended.Cancel();
    }

    private async Task CarryAsync(TcpClient browser, int port, CancellationToken stop)
    {
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(stop, _alive.Token);
        if (_cut)
        {
            return;
        }
        using (var desk = new TcpClient())
        {
            await desk.ConnectAsync(IPAddress.Loopback, port, stop);
            var (near, far) = (browser.GetStream(), desk.GetStream());
            await Task.WhenAny(near.CopyToAsync(far, alive.Token), far.CopyToAsync(near, alive.Token));
        }
        if (_unnoticed && alive.IsCancellationRequested)
        {
            await browser.GetStream().ReadExactlyAsync(new byte[1], stop);
        }
    }
}
