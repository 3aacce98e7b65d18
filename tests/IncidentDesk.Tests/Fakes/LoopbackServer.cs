using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Accepts TCP connections on a loopback port of its own and gives each to <c>converse</c>, until it is disposed.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> conversations = [];
    private readonly Func<TcpClient, CancellationToken, Task> converse;
    private readonly Task accepting;

    /// <param name="converse">Speaks with one client until it is done; the connection is closed afterwards, and failing reads and writes are no error.</param>
    public LoopbackServer(Func<TcpClient, CancellationToken, Task> converse)
    {
        this.converse = converse;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were made so far.</summary>
    public int Connections => conversations.Count;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(conversations);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                conversations.Add(ConverseAsync(await listener.AcceptTcpClientAsync(stop.Token)));
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
                await converse(client, stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client went away, or the server is being disposed.
            }
        }
    }
}
