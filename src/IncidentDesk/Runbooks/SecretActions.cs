using System.Text;
using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>A secret that is wanted; what it must be is said at <see cref="SecretActions"/>.</summary>
public sealed record SecretDraft(string Name, string Value);

/// <summary>Another value for a secret.</summary>
public sealed record SecretValueDraft(string Value);

/// <summary>
/// What administrators do with the secrets of runbooks: values go in and never come out. A name has letters, digits, dots, hyphens and underscores; a value 8 to
/// 4,000 characters, because shorter ones would hide ordinary words in the output of runs.
/// </summary>
public sealed class SecretActions(Desk desk, SecretBox box)
{
    public const int ShortestValue = 8;
    public const int LongestValue = 4_000;

    public Task<Outcome<SecretView>> CreateAsync(SecretDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<SecretView>(by, Right.ManageSecrets, async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = new Check();
            var name = check.Line("name", draft.Name);
            check.That(name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'), "name", "A secret's name has letters, digits, dots, hyphens and underscores.");
            check.That(!await work.Db.Set<RunbookSecret>().AnyAsync(s => s.Name == name, cancellation), "name", "Another secret has this name already.");
            CheckValue(check, draft.Value);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var secret = new RunbookSecret { Id = work.NewId(), Name = name, Value = Box(draft.Value), CreatedAt = work.Now, ChangedAt = work.Now };
            work.Db.Add(secret);
            work.Audit(by, "runbook-secret.created", secret.Id, new { name });
            return SecretView.Of(secret);
        }, cancellation);

    public Task<Outcome<SecretView>> ChangeAsync(Guid id, SecretValueDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<SecretView>(by, Right.ManageSecrets, async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await work.TakeAsync(work.Db.Set<RunbookSecret>(), id, version, "The secret");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var check = new Check();
            CheckValue(check, draft.Value);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var secret = found.Value;
            (secret.Value, secret.ChangedAt) = (Box(draft.Value), work.Now);
            secret.Version++;
            work.Audit(by, "runbook-secret.changed", id, new { secret.Name });
            return SecretView.Of(secret);
        }, cancellation);

    /// <summary>Refused while a runbook names it. A version, where given, must be the current one.</summary>
    public Task<Outcome<SecretView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<SecretView>(by, Right.ManageSecrets, async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await work.TakeAsync(work.Db.Set<RunbookSecret>(), id, version, "The secret");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var secret = found.Value;
            var runbooks = await work.Db.Set<Runbook>().AsNoTracking().Where(r => r.DeletedAt == null).ToListAsync(cancellation);
            var users = runbooks.Where(r => r.Steps.Any(s => SecretReferences.In(s).Contains(secret.Name))).Select(r => $"the runbook {r.Name}").ToList();
            if (users.Count > 0)
            {
                return new Refusal.Conflict($"{secret.Name} is still used by {Text.Listed(users)}. Change or delete that first.");
            }
            work.Db.Remove(secret);
            work.Audit(by, "runbook-secret.deleted", id, new { secret.Name });
            return SecretView.Of(secret);
        }, cancellation);

    private static void CheckValue(Check check, string value) =>
        check.That(value.Length is >= ShortestValue and <= LongestValue && !value.Contains('\0') && value.Trim().Length >= ShortestValue, "value",
            $"A value has {ShortestValue} to {LongestValue} characters.");

    private byte[] Box(string value) => box.Protect(Encoding.UTF8.GetBytes(value));
}
