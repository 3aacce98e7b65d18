using System.Globalization;
using IncidentDesk.Kernel;

namespace IncidentDesk.OnCall;

/// <summary>
/// What a schedule must be to be stored. Every fault is reported at once, under the field's name in the JSON contract.
/// Whether the people exist is for the verb to ask.
/// </summary>
public static class ScheduleRules
{
    /// <summary>Longest name of a schedule or layer, in UTF-16 units.</summary>
    public const int NameLimit = 100;

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
        var errors = new List<FieldError>();
        var name = CheckName(draft.Name, "name", errors);
        if (name.Length == 0)
        {
            errors.Add(new("name", "A schedule needs a name."));
        }
        var zone = draft.TimeZone ?? "";
        if (!WallClock.IsZone(zone))
        {
            errors.Add(new("timeZone", "The time zone must be an IANA name such as Europe/Berlin."));
        }
        var layers = CheckAll(draft.Layers ?? [], "layers", LayerLimit, CheckLayer, errors);
        var overrides = draft.Overrides is null ? null : CheckAll(draft.Overrides, "overrides", OverrideLimit, CheckOverride, errors);
        return errors.Count > 0 ? new Refusal.Invalid(errors) : new ScheduleSpec(name, zone, layers, overrides);
    }

    /// <summary>The override that the draft describes, or all that is wrong with it; fields are named without a prefix.</summary>
    public static Outcome<OverrideSpec> Check(OverrideDraft draft)
    {
        var errors = new List<FieldError>();
        var spec = CheckOverride(draft, "", errors);
        return errors.Count > 0 ? new Refusal.Invalid(errors) : spec;
    }

    /// <summary>Whether an instant lies in the years that schedules are about, a day's margin for zones included.</summary>
    public static bool IsInReach(DateTimeOffset at)
    {
        var date = DateOnly.FromDateTime(at.UtcDateTime);
        return date > EarliestDate && date < LatestDate;
    }

    private static List<TSpec> CheckAll<TDraft, TSpec>(
        IReadOnlyList<TDraft> drafts, string field, int limit, Func<TDraft, string, List<FieldError>, TSpec> check, List<FieldError> errors)
    {
        if (drafts.Count > limit)
        {
            errors.Add(new(field, $"At most {limit} {field} are possible; these are {drafts.Count}."));
            return [];
        }
        // JSON can carry null where the type says otherwise.
        foreach (var (i, _) in drafts.Index().Where(d => d.Item is null))
        {
            errors.Add(new($"{field}[{i}]", "This must be an object."));
        }
        return [.. drafts.Index().Where(d => d.Item is not null).Select(d => check(d.Item, $"{field}[{d.Index}].", errors))];
    }

    private static LayerSpec CheckLayer(LayerDraft draft, string prefix, List<FieldError> errors)
    {
        var name = CheckName(draft.Name, prefix + "name", errors);
        var people = draft.People ?? [];
        if (people.Count is 0 or > PeopleLimit)
        {
            errors.Add(new(prefix + "people", $"A layer needs 1 to {PeopleLimit} people."));
        }
        Rotation? rotation = draft.Rotation switch { "daily" => Rotation.Daily, "weekly" => Rotation.Weekly, _ => null };
        if (rotation is null)
        {
            errors.Add(new(prefix + "rotation", "The rotation must be daily or weekly."));
        }
        if (!TimeOnly.TryParseExact(draft.Handoff, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var handoff))
        {
            errors.Add(new(prefix + "handoff", "The hand-off must be a time of day such as 09:00."));
        }
        if (!DateOnly.TryParseExact(draft.Start, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var start))
        {
            errors.Add(new(prefix + "start", "The start must be a date such as 2026-11-23."));
        }
        else if (start < EarliestDate || start > LatestDate)
        {
            errors.Add(new(prefix + "start", $"The start must be between {EarliestDate:yyyy-MM-dd} and {LatestDate:yyyy-MM-dd}."));
        }
        return new(name.Length == 0 ? null : name, [.. people], rotation.GetValueOrDefault(), handoff, start);
    }

    private static OverrideSpec CheckOverride(OverrideDraft draft, string prefix, List<FieldError> errors)
    {
        if (draft.PersonId is null)
        {
            errors.Add(new(prefix + "personId", "An override needs a person."));
        }
        var from = CheckInstant(draft.From, prefix + "from", errors);
        var to = CheckInstant(draft.To, prefix + "to", errors);
        if (from is not null && to is not null)
        {
            if (to <= from)
            {
                errors.Add(new(prefix + "to", "An override must end after it starts."));
            }
            else if (to - from > LongestOverride)
            {
                errors.Add(new(prefix + "to", $"An override can last at most {LongestOverride.Days} days."));
            }
        }
        return new(draft.PersonId.GetValueOrDefault(), from.GetValueOrDefault(), to.GetValueOrDefault());
    }

    private static DateTimeOffset? CheckInstant(DateTimeOffset? at, string field, List<FieldError> errors)
    {
        if (at is null || !IsInReach(at.Value))
        {
            errors.Add(new(field, at is null
                ? "An override needs both its start and its end."
                : $"The time must be between {EarliestDate:yyyy} and {LatestDate:yyyy}."));
            return null;
        }
        var ticks = at.Value.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    private static string CheckName(string? name, string field, List<FieldError> errors)
    {
        var clean = Text.Clean(name ?? "").Trim();
        if (clean.Length > NameLimit)
        {
            errors.Add(new(field, $"A name can have at most {NameLimit} characters."));
        }
        return clean;
    }
}
