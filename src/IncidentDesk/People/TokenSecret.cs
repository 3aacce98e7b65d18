using IncidentDesk.Kernel;

namespace IncidentDesk.People;

/// <summary>The text of an API token: <c>desk_</c>, by which scanners for leaked secrets find it, and a <see cref="BearerSecret"/>.</summary>
public static class TokenSecret
{
    public const string Prefix = "desk_";

    /// <summary>The least length of a token that is not made here but given from the environment.</summary>
    public const int MinGivenLength = 20;

    /// <summary>The most that is read: nothing longer is ever looked up.</summary>
    public const int MaxLength = 256;

    public static string New() => Prefix + BearerSecret.New();
}
