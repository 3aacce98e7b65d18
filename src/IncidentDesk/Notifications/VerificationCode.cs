using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Notifications;

/// <summary>The six digits that prove who reads an address: good for 15 minutes and 5 tries, kept as a hash.</summary>
internal static class VerificationCode
{
    /// <summary>What its message is about.</summary>
    public const string Kind = "verification";

    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(15);
    private const int TriesAtMost = 5;

    /// <summary>Makes a new code and queues its message; the one before is no longer good.</summary>
    public static void Send(DeskTransaction work, ContactMethod method)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        (method.CodeHash, method.CodeEndsAt, method.CodeTries) = (Hash(method.Id, code), work.Now + GoodFor, 0);
        var subject = new NotificationSubject(Kind, method.Id, $"{code} is your IncidentDesk code", "/me",
            $"Enter {code} in IncidentDesk to be paged at {method.Address}. It expires in 15 minutes. If you did not request it, ignore this email.");
        work.Queue(method.PersonId, null, Urgency.Low, subject, new PlannedNotification(method.Id, method.Kind, TimeSpan.Zero, "verification of the contact method"));
        method.CodeSent = true;
    }

    /// <summary>Why this code does not verify the method now; null when it does.</summary>
    public static Refusal? Problem(ContactMethod method, string code, DateTimeOffset now) =>
        method.CodeHash is null || method.CodeEndsAt <= now ? new Refusal.Invalid("code", "This code has expired. Request a new one.")
        : method.CodeTries >= TriesAtMost ? new Refusal.Invalid("code", "Too many wrong attempts. Request a new code.")
        : CryptographicOperations.FixedTimeEquals(Hash(method.Id, code), method.CodeHash) ? null
        : new Refusal.Invalid("code", "Wrong code. Use the one in the newest message.");

    private static byte[] Hash(Guid method, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{method:N}:{code}"));
}
