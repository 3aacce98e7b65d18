using System.Net;
using System.Net.Sockets;

namespace IncidentDesk.Tests.Fakes;

/// <summary>A loopback port that is free now. Another program may take it before it is used: callers try again.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
