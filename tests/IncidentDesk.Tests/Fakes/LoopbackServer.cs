using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Accepts TCP connections on a loopback port of its own and gives each to <c>converse</c>, until it is disposed.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Func<TcpClient, CancellationToken, Task> _converse;
    private readonly Task _accepting;

    /// <param name="converse">Speaks with one client until it is done; the connection is closed afterwards, and failing reads and writes are no error.</param>
    public LoopbackServer(Func<TcpClient, CancellationToken, Task> converse)
    {
        _converse = converse;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made so far.</summary>
    public int Connections => _conversations.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _conversations.Add(ConverseAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The server is being disposed.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _converse(client, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the server is being disposed.
            }
        }
    }
}
