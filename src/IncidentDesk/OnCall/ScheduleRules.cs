using System.Globalization;
using IncidentDesk.Kernel;

namespace IncidentDesk.OnCall;

/// <summary>
/// What a schedule must be to be stored. Every fault is reported at once, under the field's name in the JSON contract.
/// Whether the people exist is for the verb to ask.
/// </summary>
public static class ScheduleRules
{
    /// <summary>Most layers in a schedule.</summary>
    public const int LayerLimit = 20;

    /// <summary>Most turns in one round of a layer.</summary>
    public const int PeopleLimit = 50;

    /// <summary>Most overrides that one request may carry.</summary>
    public const int OverrideLimit = 500;

    /// <summary>Longest override.</summary>
    public static readonly TimeSpan LongestOverride = TimeSpan.FromDays(366);

    /// <summary>Earliest date that a schedule, or a question about one, may name.</summary>
    public static readonly DateOnly EarliestDate = new(1970, 1, 1);

    /// <summary>Latest date that a schedule, or a question about one, may name.</summary>
    public static readonly DateOnly LatestDate = new(2199, 12, 31);

    /// <summary>The schedule that the draft describes, or all that is wrong with it.</summary>
    public static Outcome<ScheduleSpec> Check(ScheduleDraft draft)
    {
        var check = new Check();
        var name = check.Line("name", draft.Name);
        var zone = check.TimeZone("timeZone", draft.TimeZone);
        var layers = All(draft.Layers ?? [], "layers", LayerLimit, Layer, check);
        var overrides = draft.Overrides is null ? null : All(draft.Overrides, "overrides", OverrideLimit, Override, check);
        check.That(draft.TakesEffect is null or "now" or "nextHandoff", "takesEffect", "This must be now or nextHandoff.");
        return check.Failed ? check.Refusal : new ScheduleSpec(name, zone, layers, overrides, draft.TakesEffect == "now");
    }

    /// <summary>The override that the draft describes, or all that is wrong with it; fields are named without a prefix.</summary>
    public static Outcome<OverrideSpec> Check(OverrideDraft draft)
    {
        var check = new Check();
        var spec = Override(draft, "", check);
        return check.Failed ? check.Refusal : spec;
    }

    /// <summary>Whether an instant lies in the years that schedules are about, a day's margin for zones included.</summary>
    public static bool IsInReach(DateTimeOffset at)
    {
        var date = DateOnly.FromDateTime(at.UtcDateTime);
        return date > EarliestDate && date < LatestDate;
    }

    private static List<TSpec> All<TDraft, TSpec>(
        IReadOnlyList<TDraft> drafts, string field, int limit, Func<TDraft, string, Check, TSpec> read, Check check)
    {
        if (!check.That(drafts.Count <= limit, field, $"At most {limit} {field} are possible; these are {drafts.Count}."))
        {
            return [];
        }
        // JSON can carry null where the type says otherwise.
        return [.. drafts.Index().Where(d => check.That(d.Item is not null, $"{field}[{d.Index}]", "This must be an object."))
            .Select(d => read(d.Item, $"{field}[{d.Index}].", check))];
    }

    private static LayerSpec Layer(LayerDraft draft, string prefix, Check check)
    {
        var name = string.IsNullOrWhiteSpace(draft.Name) ? null : check.Line(prefix + "name", draft.Name);
        var people = draft.People ?? [];
        check.That(people.Count is > 0 and <= PeopleLimit, prefix + "people", $"A layer needs 1 to {PeopleLimit} people.");
        Rotation? rotation = draft.Rotation switch { "daily" => Rotation.Daily, "weekly" => Rotation.Weekly, _ => null };
        check.That(rotation is not null, prefix + "rotation", "The rotation must be daily or weekly.");
        var isTime = TimeOnly.TryParseExact(draft.Handoff, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var handoff);
        check.That(isTime, prefix + "handoff", "The hand-off must be a time of day such as 09:00.");
        var isDate = DateOnly.TryParseExact(draft.Start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start);
        if (check.That(isDate, prefix + "start", "The start must be a date such as 2026-11-23."))
        {
            check.That(
                start >= EarliestDate && start <= LatestDate,
                prefix + "start",
                $"The start must be between {EarliestDate:yyyy-MM-dd} and {LatestDate:yyyy-MM-dd}.");
        }
        return new(name, [.. people], rotation.GetValueOrDefault(), handoff, start, draft.Id);
    }

    private static OverrideSpec Override(OverrideDraft draft, string prefix, Check check)
    {
        check.That(draft.PersonId is not null, prefix + "personId", "An override needs a person.");
        var from = Instant(draft.From, prefix + "from", check);
        var to = Instant(draft.To, prefix + "to", check);
        if (from is not null && to is not null && check.That(from < to, prefix + "to", "An override must end after it starts."))
        {
            check.That(to - from <= LongestOverride, prefix + "to", $"An override can last at most {LongestOverride.Days} days.");
        }
        return new(draft.PersonId.GetValueOrDefault(), from.GetValueOrDefault(), to.GetValueOrDefault());
    }

    private static DateTimeOffset? Instant(DateTimeOffset? at, string field, Check check)
    {
        if (!check.That(at is not null, field, "An override needs both its start and its end.")
            || !check.That(IsInReach(at!.Value), field, $"The time must be between {EarliestDate:yyyy} and {LatestDate:yyyy}."))
        {
            return null;
        }
        var ticks = at.Value.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
