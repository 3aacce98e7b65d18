using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace IncidentDesk.Storage.Postgres;

/// <summary>The loopback port of one cluster, remembered in a file so that it stays the same from start to start while nobody else takes it.</summary>
internal sealed class ServerPort(string file)
{
    // Below the range that systems hand out to outgoing connections, which would take our port now and then.
    private const int Lowest = 20000;
    private const int Highest = 32000;

    /// <summary>The remembered port when it is free, else a new one that is.</summary>
    public int Choose()
    {
        var remembered = File.Exists(file) && int.TryParse(File.ReadAllText(file), out var port) ? port : 0;
        if (remembered > 0 && IsFree(remembered))
        {
            return remembered;
        }

        int chosen;
        do
        {
            chosen = RandomNumberGenerator.GetInt32(Lowest, Highest);
        }
        while (!IsFree(chosen));

        File.WriteAllText(file, chosen.ToString(CultureInfo.InvariantCulture));
        return chosen;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
