namespace IncidentDesk.Kernel;

/// <summary>Keys are UUIDs of version 7 (RFC 9562, 5.7): they sort by the millisecond of the instant that they are made from.</summary>
public static class Ids
{
    /// <summary>A new key for something that begins at this instant.</summary>
    public static Guid New(DateTimeOffset at) => Guid.CreateVersion7(at);

    /// <summary>The same key for the same name, for rows of which there is one (recurring jobs).</summary>
    public static Guid Named(string name) =>
        new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
