using System.Security.Cryptography;
using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// How a person becomes reachable: add a method, receive a six-digit code over it, type it in. Without a mail server no code goes to an email address,
/// and an administrator has to vouch for it.
/// </summary>
public sealed class ContactMethodActions(Desk desk, SecretBox box, NotificationSettings settings)
{
    /// <summary>What is said wherever a code can't be sent.</summary>
    public const string NoMailServer = "No mail server is configured: an administrator can mark it as verified.";

    private const int AtMost = 20;

    /// <summary>
    /// Adds a method and sends its code, if it can leave (<see cref="ContactMethod.CodeSent"/>); <paramref name="verified"/> (administrators only) takes it as verified. The answer of a webhook carries its signing key in <see cref="ContactMethod.NewSecret"/>, this once.
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
                return new Refusal.Conflict("This contact method already exists.");
            }
            var sendsCode = !verified && CanSend(kind);
            if (sendsCode && await MessageLimit.Codes.CheckAsync(work, personId, address) is { } limit)
            {
                return limit;
            }
            var method = Create(work, personId, kind, address, verified);
            work.Db.Add(method);
            if (sendsCode)
            {
                VerificationCode.Send(work, method);
            }
            else if (verified)
            {
                await ContactNotice.AddedAsync(work, method, by);
            }
            work.Audit(by, "contact-method.added", personId, new { method.Id, kind, address, verified });
            return method;
        }, cancellation);

    /// <summary>Sends a new code; the one before is no longer good.</summary>
    public Task<Outcome<ContactMethod>> SendCodeAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.code-sent", async (work, method) =>
        {
            if (method.VerifiedAt is not null)
            {
                return new Refusal.Conflict("This contact method is already verified.");
            }
            if (!CanSend(method.Kind))
            {
                return new Refusal.Conflict(NoMailServer);
            }
            if (await MessageLimit.Codes.CheckAsync(work, personId, method.Address) is { } limit)
            {
                return limit;
            }
            VerificationCode.Send(work, method);
            return null;
        }, cancellation);

    /// <summary>Verifies with the code that was received.</summary>
    public Task<Outcome<ContactMethod>> VerifyAsync(Guid personId, Guid methodId, string? code, Caller by, CancellationToken cancellation = default) =>
        VerifyOnceAsync(personId, methodId, code?.Replace(" ", "", StringComparison.Ordinal) ?? "", by, cancellation);

    /// <summary>An administrator vouches for the address.</summary>
    public Task<Outcome<ContactMethod>> VouchAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.vouched", async (work, method) =>
        {
            if (method.VerifiedAt is null)
            {
                await AcceptAsync(work, method, by);
            }
            return null;
        }, cancellation, Right.VouchForAddresses);

    /// <summary>Removes a method, and the rules that use it.</summary>
    public Task<Outcome<ContactMethod>> RemoveAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.removed", async (work, method) =>
        {
            if (method.VerifiedAt is not null)
            {
                await ContactNotice.RemovedAsync(work, method, by);
            }
            method.DeletedAt = work.Now;
            work.Enqueue(Lanes.Escalation, PersonJobs.ReachLost, methodId, work.Now);
            work.Db.RemoveRange(work.Db.Set<NotificationRule>().Where(r => r.ContactMethodId == methodId));
            return null;
        }, cancellation);

    /// <summary>Sends a harmless message over a verified method.</summary>
    public Task<Outcome<ContactMethod>> SendTestAsync(Guid personId, Guid methodId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(personId, methodId, by, "contact-method.tested", async (work, method) =>
        {
            if (method.VerifiedAt is null)
            {
                return new Refusal.Conflict("Verify this contact method first.");
            }
            if (!CanSend(method.Kind))
            {
                return new Refusal.Conflict("No mail server is configured: no test message can be sent.");
            }
            if (await MessageLimit.Tests.CheckAsync(work, personId, method.Address) is { } limit)
            {
                return limit;
            }
            var subject = new NotificationSubject(MessageLimit.Tests.Kind, method.Id, "Test message from IncidentDesk", "/me", "If you can read this, pages will reach you here. Nothing is wrong.");
            work.Queue(personId, null, Urgency.Low, subject, new PlannedNotification(method.Id, method.Kind, TimeSpan.Zero, "a test requested by " + by.Name));
            return null;
        }, cancellation);

    private async Task<Outcome<ContactMethod>> VerifyOnceAsync(Guid personId, Guid methodId, string code, Caller by, CancellationToken cancellation)
    {
        Refusal? wrong = null;
        var outcome = await ChangeAsync(personId, methodId, by, "contact-method.verification", async (work, method) =>
        {
            if (method.VerifiedAt is not null)
            {
                return null;
            }
            wrong = VerificationCode.Problem(method, code, work.Now);
            if (wrong is null)
            {
                await AcceptAsync(work, method, by);
            }
            else
            {
                method.CodeTries++;
            }
            return null;
        }, cancellation);
        return wrong is not null && outcome.Succeeded ? wrong : outcome;
    }

    private static async Task AcceptAsync(DeskTransaction work, ContactMethod method, Caller by)
    {
        (method.VerifiedAt, method.CodeHash, method.CodeEndsAt) = (work.Now, null, null);
        await ContactNotice.AddedAsync(work, method, by);
    }

    private bool CanSend(ContactKind kind) => kind != ContactKind.Email || settings.Email is not null;

    private ContactMethod Create(DeskTransaction work, Guid personId, ContactKind kind, string address, bool verified)
    {
        var secret = kind == ContactKind.Webhook ? RandomNumberGenerator.GetBytes(32) : null;
        return new ContactMethod
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
    }

    private static string? AddressProblem(ContactKind kind, string address) => kind switch
    {
        ContactKind.Email => EmailAddress.IsValid(address) ? null : "Enter an email address such as ana@example.com.",
        ContactKind.Webhook => address.Length > 2_000 ? "The address is too long: at most 2,000 characters." : OutgoingHttp.Problem(address),
        _ => "Select email or webhook; in-app notifications need no address.",
    };

    private Task<Outcome<ContactMethod>> ChangeAsync(Guid personId, Guid methodId, Caller by, string action,
        Func<DeskTransaction, ContactMethod, Task<Refusal?>> change, CancellationToken cancellation, Right right = Right.ChangeOwnSettings) =>
        desk.DoAsync<ContactMethod>(by, right, Owner.Person(personId), async work =>
        {
            var method = (await work.Db.Set<ContactMethod>().FromSql($"SELECT * FROM contact_methods WHERE id = {methodId} FOR UPDATE").ToListAsync(cancellation)).FirstOrDefault();
            if (method is null || method.PersonId != personId || method.DeletedAt is not null)
            {
                return new Refusal.NotFound("The contact method");
            }
            if (await change(work, method) is { } refusal)
            {
                return refusal;
            }
            work.Audit(by, action, personId, new { methodId });
            return method;
        }, cancellation);
}
