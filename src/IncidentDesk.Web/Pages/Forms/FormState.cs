using IncidentDesk.Kernel;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Forms;

/// <summary>
/// What a form knows of its last try to save: what was refused, and which field that concerns. What was typed lives in the page and is never touched
/// here. Fields are named as in the JSON contract.
/// </summary>
/// <param name="prefix">Goes before the ids of fields, where a page has several forms.</param>
public sealed class FormState(string prefix = "")
{
    private readonly Dictionary<string, string> _labels = [];
    private Refusal? _refusal;

    /// <summary>True while a verb runs; a second press does nothing.</summary>
    public bool Busy { get; private set; }

    /// <summary>Set when somebody else changed the thing since it was read.</summary>
    public Refusal.Stale? Stale => _refusal as Refusal.Stale;

    /// <summary>All that is wrong, for the summary; empty when nothing is, or when the thing is stale.</summary>
    public IReadOnlyList<FormError> Errors => _refusal switch
    {
        null or Refusal.Stale => [],
        Refusal.Invalid invalid => [.. invalid.Errors.Select(e => new FormError(Id(e.Field), Sentence(e)))],
        _ => [new FormError(null, _refusal.Message)],
    };

    /// <summary>The element's id of a field: <c>steps[0].delay</c> is <c>steps-0-delay</c>.</summary>
    public string Id(string field) => prefix + field.Replace("].", "-").Replace('[', '-').Replace('.', '-').TrimEnd(']');

    /// <summary>Tells how people know a field: by its label. What a refusal says of it is summed up by that name.</summary>
    public void Name(string field, string label) => _labels[field] = label;

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? Of(string field) => (_refusal as Refusal.Invalid)?.Errors.FirstOrDefault(e => e.Field == field)?.Message;

    /// <summary>Runs the verb unless one runs already, and keeps its refusal; true when it was carried out.</summary>
    public async Task<bool> TryAsync<T>(Func<Task<Outcome<T>>> verb, Action<T>? then = null)
    {
        if (Busy)
        {
            return false;
        }
        Busy = true;
        try
        {
            var outcome = await verb();
            _refusal = outcome.Refusal;
            if (outcome.Succeeded)
            {
                then?.Invoke(outcome.Value);
            }
            return outcome.Succeeded;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>The same for a draft that may be refused before the verb is asked.</summary>
    public Task<bool> TryAsync<TDraft, T>(Outcome<TDraft> draft, Func<TDraft, Task<Outcome<T>>> verb, Action<T>? then = null) =>
        TryAsync(() => draft.Succeeded ? verb(draft.Value) : Task.FromResult<Outcome<T>>(draft.Refusal!), then);

    /// <summary>Refuses for a reason that the page itself found.</summary>
    public void Refuse(string field, string message) => _refusal = new Refusal.Invalid(field, message);

    /// <summary>Forgets what was refused.</summary>
    public void Clear() => _refusal = null;

    // "This can't be empty." says nothing without its field; what names its subject stays as it is.
    private string Sentence(FieldError error) =>
        error.Message.StartsWith("This ", StringComparison.Ordinal) ? $"{_labels.GetValueOrDefault(error.Field) ?? Words(error.Field)}: {error.Message}" : error.Message;

    private static string Words(string field)
    {
        var last = field.Split('.')[^1].Split('[')[0];
        var words = string.Concat(last.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
