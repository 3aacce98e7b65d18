using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>A person's rules: tell me over this method, so long after a page of this urgency or a status update.</summary>
public sealed class NotificationRuleActions(Desk desk)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private const int AtMost = 40;

    public Task<Outcome<NotificationRule>> AddAsync(Guid personId, RuleFor urgency, TimeSpan after, Guid contactMethodId, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<NotificationRule>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            if (after < TimeSpan.Zero || after > Longest)
            {
                return new Refusal.Invalid("after", "The wait is between 0 minutes and 24 hours.");
            }
            if (!await work.Db.Set<ContactMethod>().AnyAsync(m => m.Id == contactMethodId && m.PersonId == personId && m.DeletedAt == null, cancellation))
            {
                return new Refusal.Invalid("contactMethodId", "There is no such contact method of this person.");
            }
            var rules = await work.Db.Set<NotificationRule>().Where(r => r.PersonId == personId).ToListAsync(cancellation);
            if (rules.Count >= AtMost)
            {
                return new Refusal.Conflict($"A person has at most {AtMost} rules.");
            }
            if (rules.Any(r => r.Urgency == urgency && r.ContactMethodId == contactMethodId && r.After == after))
            {
                return new Refusal.Conflict("This rule already exists.");
            }
            var rule = new NotificationRule { Id = work.NewId(), PersonId = personId, Urgency = urgency, After = after, ContactMethodId = contactMethodId };
            work.Db.Add(rule);
            work.Audit(by, "notification-rule.added", personId, new { rule.Id, urgency, after, contactMethodId });
            return rule;
        }, cancellation);

    public Task<Outcome<NotificationRule>> RemoveAsync(Guid personId, Guid ruleId, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<NotificationRule>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            var rule = await work.Db.Set<NotificationRule>().FirstOrDefaultAsync(r => r.Id == ruleId && r.PersonId == personId, cancellation);
            if (rule is null)
            {
                return new Refusal.NotFound("The rule");
            }
            work.Db.Remove(rule);
            work.Audit(by, "notification-rule.removed", personId, new { ruleId });
            return rule;
        }, cancellation);
}
