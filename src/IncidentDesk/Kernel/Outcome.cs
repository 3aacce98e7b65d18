namespace IncidentDesk.Kernel;

/// <summary>One thing wrong with what was sent: the field, named as in the JSON contract (<c>steps[0].delay</c>), and a sentence.</summary>
public sealed record FieldError(string Field, string Message);

/// <summary>Why a verb did nothing. Each kind becomes one HTTP status and one sentence on a page.</summary>
public abstract record Refusal(string Message)
{
    /// <summary>The thing named does not exist (404).</summary>
    public sealed record NotFound(string What) : Refusal($"{What} was not found.");

    /// <summary>Somebody changed it since it was read (409).</summary>
    public sealed record Stale(string Message, long CurrentVersion) : Refusal(Message);

    /// <summary>Its state does not allow this (409).</summary>
    public sealed record Conflict(string Message) : Refusal(Message);

    /// <summary>It was asked for too often, and may be asked for again after <paramref name="Wait"/> (429).</summary>
    public sealed record TooOften(string Message, TimeSpan Wait) : Refusal(Message);

    /// <summary>The caller may not (403).</summary>
    public sealed record Forbidden(string Message) : Refusal(Message);

    /// <summary>Too much is asked for just now (503).</summary>
    public sealed record Busy(string Message, TimeSpan ComeAgain) : Refusal(Message);

    /// <summary>What was sent can't be used (422).</summary>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : Refusal(string.Join(' ', Errors.Select(e => e.Message)))
    {
        /// <summary>A single wrong field.</summary>
        public Invalid(string field, string message) : this([new FieldError(field, message)])
        {
        }
    }
}

/// <summary>What a verb answers: a value, or the refusal that says why not. A refused verb has changed nothing.</summary>
public interface IOutcome
{
    /// <summary>Null when the verb was carried out.</summary>
    Refusal? Refusal { get; }
}

/// <inheritdoc cref="IOutcome"/>
public sealed record Outcome<T> : IOutcome
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <inheritdoc/>
    public Refusal? Refusal { get; }

    /// <summary>True when the verb was carried out.</summary>
    public bool Succeeded => Refusal is null;

    /// <summary>The value; throws <see cref="InvalidOperationException"/> with the refusal's message when there is none.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException(Refusal.Message);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
