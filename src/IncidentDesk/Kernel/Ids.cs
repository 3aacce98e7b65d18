namespace IncidentDesk.Kernel;

/// <summary>Keys are UUIDs of version 7 (RFC 9562, 5.7): they sort by the millisecond of the instant that they are made from.</summary>
public static class Ids
{
    private const int CounterBits = 12;
    private static long _last;

    /// <summary>A new key for something that begins at this instant.</summary>
    public static Guid New(DateTimeOffset at) => Guid.CreateVersion7(at);

    /// <summary>
    /// A new key that sorts after every other one that this process has made by this method, also within one millisecond: the 12 bits after the instant
    /// count up (RFC 9562, 6.2, method 1), and what overflows them borrows from the next millisecond.
    /// </summary>
    public static Guid InOrder(DateTimeOffset at)
    {
        var wanted = at.ToUnixTimeMilliseconds() << CounterBits;
        long seen, taken;
        do
        {
            seen = Interlocked.Read(ref _last);
            taken = Math.Max(wanted, seen + 1);
        }
        while (Interlocked.CompareExchange(ref _last, taken, seen) != seen);
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(taken >> CounterBits)).TryWriteBytes(bytes, bigEndian: true, out _);
        var counter = (int)(taken & ((1 << CounterBits) - 1));
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)counter;
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The same key for the same name, for rows of which there is one (recurring jobs).</summary>
    public static Guid Named(string name) =>
        new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
