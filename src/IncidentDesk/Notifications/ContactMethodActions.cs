using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// How a person becomes reachable: add a method, receive a six-digit code over it, type it in. A code is good for 15 minutes and 5 tries.
/// </summary>
public sealed class ContactMethodActions(Desk desk, SecretBox box)
{
    public static readonly TimeSpan CodeTime = TimeSpan.FromMinutes(15);
    private const int CodeTries = 5;
    private const int AtMost = 20;

    /// <summary>
    /// Adds a method and sends its code; <paramref name="verified"/> (administrators only) takes it as verified. The answer of a webhook
    /// carries its signing key in <see cref="ContactMethod.NewSecret"/>, this once.
    /// </summary>
    public Task<Outcome<ContactMethod>> AddAsync(Guid personId, ContactKind kind, string? address, bool verified, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<ContactMethod>(by, verified ? Right.VouchForAddresses : Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            address = address?.Trim() ?? "";
            if (AddressProblem(kind, address) is { } problem)
            {
                return new Refusal.Invalid("address", problem);
            }
            if (!await work.Db.Set<Person>().AnyAsync(p => p.Id == personId && p.DisabledAt == null, cancellation))
            {
                return new Refusal.NotFound("The person");
            }
            var present = await work.Db.Set<ContactMethod>().Where(m => m.PersonId == personId && m.DeletedAt == null).ToListAsync(cancellation);
            if (present.Count >= AtMost)
            {
                return new Refusal.Conflict($"A person has at most {AtMost} contact methods.");
            }
            if (present.Any(m => m.Kind == kind && m.Address == address))
            {
                return new Refusal.Conflict("This contact method is there already.");
            }
            var secret = kind == ContactKind.Webhook ? RandomNumberGenerator.GetBytes(32) : null;
            var method = new ContactMethod
            {
                Id = work.NewId(),
                PersonId = personId,
                Kind = kind,
                Address = address,
                Secret = secret is null ? null : box.Protect(secret),
                NewSecret = secret is null ? null : Convert.ToHexStringLower(secret),
                CreatedAt = work.Now,
                VerifiedAt = verified ? work.Now : null,
            };
            work.Db.Add(method);
            if (!verified)
            {
                SendCode(work, method);
            }
            work.Audit(by, "contact-method.added", personId, new { method.Id, kind, address, verified });
            return method;
        }, cancellation);

    /// <summary>Sends a new code; the one before is no longer good.</summary>
    public Task<Outcome<ContactMethod>> SendCodeAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.code-sent", (work, method) =>
        {
            if (method.VerifiedAt is not null)
            {
                return new Refusal.Conflict("This contact method is verified already.");
            }
            if (method.CodeEndsAt - CodeTime + TimeSpan.FromSeconds(30) > work.Now)
            {
                return new Refusal.Conflict("A code was sent a moment ago. Wait half a minute before you ask for another.");
            }
            SendCode(work, method);
            return null;
        }, cancellation);

    /// <summary>Verifies with the code that was received.</summary>
    public Task<Outcome<ContactMethod>> VerifyAsync(Guid personId, Guid methodId, string? code, Caller by, CancellationToken cancellation = default) =>
        VerifyOnceAsync(personId, methodId, code?.Replace(" ", "", StringComparison.Ordinal) ?? "", by, cancellation);

    /// <summary>An administrator vouches for the address.</summary>
    public Task<Outcome<ContactMethod>> VouchAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.vouched", (work, method) =>
        {
            method.VerifiedAt ??= work.Now;
            (method.CodeHash, method.CodeEndsAt) = (null, null);
            return null;
        }, cancellation, Right.VouchForAddresses);

    /// <summary>Removes a method, and the rules that use it.</summary>
    public Task<Outcome<ContactMethod>> RemoveAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.removed", (work, method) =>
        {
            method.DeletedAt = work.Now;
            work.Enqueue(Lanes.Escalation, PersonJobs.ReachLost, methodId, work.Now);
            work.Db.RemoveRange(work.Db.Set<NotificationRule>().Where(r => r.ContactMethodId == methodId));
            return null;
        }, cancellation);

    /// <summary>Sends a harmless message over a verified method.</summary>
    public Task<Outcome<ContactMethod>> SendTestAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.tested", (work, method) =>
        {
            if (method.VerifiedAt is null)
            {
                return new Refusal.Conflict("Verify this contact method first.");
            }
            var subject = new NotificationSubject("test", method.Id, "Test message from IncidentDesk", "/me", "If you can read this, pages will reach you here. Nothing is wrong.");
            work.Queue(personId, null, Urgency.Low, subject, new PlannedNotification(method.Id, method.Kind, TimeSpan.Zero, "a test asked for by " + by.Name));
            return null;
        }, cancellation);

    private async Task<Outcome<ContactMethod>> VerifyOnceAsync(Guid personId, Guid methodId, string code, Caller by, CancellationToken cancellation)
    {
        Refusal? wrong = null;
        var outcome = await ChangeAsync(personId, methodId, by, "contact-method.verification", (work, method) =>
        {
            wrong = CodeProblem(method, code, work.Now);
            if (method.VerifiedAt is null && wrong is null)
            {
                (method.VerifiedAt, method.CodeHash, method.CodeEndsAt) = (work.Now, null, null);
            }
            else if (wrong is not null)
            {
                method.CodeTries++;
            }
            return null;
        }, cancellation);
        return wrong is not null && outcome.Succeeded ? wrong : outcome;
    }

    private static Refusal? CodeProblem(ContactMethod method, string code, DateTimeOffset now) =>
        method.VerifiedAt is not null ? null
        : method.CodeHash is null || method.CodeEndsAt <= now ? new Refusal.Invalid("code", "This code is no longer good. Ask for a new one.")
        : method.CodeTries >= CodeTries ? new Refusal.Invalid("code", "There were too many wrong tries. Ask for a new code.")
        : CryptographicOperations.FixedTimeEquals(Hash(method.Id, code), method.CodeHash) ? null
        : new Refusal.Invalid("code", "That is not the code. Look at the newest message.");

    private static void SendCode(DeskTransaction work, ContactMethod method)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        (method.CodeHash, method.CodeEndsAt, method.CodeTries) = (Hash(method.Id, code), work.Now + CodeTime, 0);
        var subject = new NotificationSubject("verification", method.Id, $"{code} is your IncidentDesk code", "/me",
            $"Type {code} in IncidentDesk to be paged at {method.Address}. It is good for 15 minutes. If you did not ask for it, do nothing.");
        work.Queue(method.PersonId, null, Urgency.Low, subject, new PlannedNotification(method.Id, method.Kind, TimeSpan.Zero, "verification of the contact method"));
    }

    private static byte[] Hash(Guid method, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{method:N}:{code}"));

    private static string? AddressProblem(ContactKind kind, string address) => kind switch
    {
        ContactKind.Email => address.Length > 254 || !MailAddress.TryCreate(address, out var mail) || mail.Address != address || !address.All(c => c is > ' ' and < (char)127)
            ? "Give an email address such as ana@example.com." : null,
        ContactKind.Webhook => address.Length > 2_000 ? "The address is too long: at most 2,000 characters." : OutgoingHttp.Problem(address),
        _ => "Choose email or webhook; the bell in the program needs no address.",
    };

    private Task<Outcome<ContactMethod>> ChangeAsync(Guid personId, Guid methodId, Caller by, string action,
        Func<DeskTransaction, ContactMethod, Refusal?> change, CancellationToken cancellation, Right right = Right.ChangeOwnSettings) =>
        desk.DoAsync<ContactMethod>(by, right, Owner.Person(personId), async work =>
        {
            var method = (await work.Db.Set<ContactMethod>().FromSql($"SELECT * FROM contact_methods WHERE id = {methodId} FOR UPDATE").ToListAsync(cancellation)).FirstOrDefault();
            if (method is null || method.PersonId != personId || method.DeletedAt is not null)
            {
                return new Refusal.NotFound("The contact method");
            }
            if (change(work, method) is { } refusal)
            {
                return refusal;
            }
            work.Audit(by, action, personId, new { methodId });
            return method;
        }, cancellation);
}
