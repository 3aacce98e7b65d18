using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Runbooks;

/// <summary>What a step does.</summary>
public enum StepKind
{
    /// <summary>Something that a person does, and says so.</summary>
    Text,

    /// <summary>A program of the server's allow-list.</summary>
    Command,

    /// <summary>One call over HTTP, or a check that is repeated until it holds.</summary>
    Http,

    /// <summary>An Ansible playbook from the server's folder.</summary>
    Ansible,
}

/// <summary>A name with its value: a header, a variable.</summary>
public sealed record NamedValue(string Name, string Value);

/// <summary>
/// One step of a runbook. Each kind uses its own members and leaves the others out; values may hold <c>${secret:NAME}</c> (<see cref="SecretReferences"/>).
/// </summary>
/// <param name="Kind">Which of the members below count.</param>
/// <param name="Title">What it is for, in a few words; empty for none.</param>
/// <param name="Text">text: what to do.</param>
/// <param name="Command">command: the program's absolute path and its arguments, given to it as they are and never to a shell.</param>
/// <param name="Environment">command: variables whose names begin with <c>RUNBOOK_</c>.</param>
/// <param name="Method">http: GET unless said otherwise.</param>
/// <param name="Url">http: whole address.</param>
/// <param name="Headers">http.</param>
/// <param name="Body">http: sent as it is, in UTF-8.</param>
/// <param name="ExpectedStatus">http: the status that counts as success; null for any 2xx.</param>
/// <param name="ExpectedText">http: what the answer must hold; null for anything.</param>
/// <param name="Retry">http, GET and HEAD: asks each second until the answer is as expected or the time is over.</param>
/// <param name="Playbook">ansible: a path below the server's folder of playbooks.</param>
/// <param name="Variables">ansible: extra variables; their values are data, never templates.</param>
/// <param name="TimeLimit">Every kind but text: null is <see cref="DefaultTimeLimit"/>.</param>
public sealed record RunbookStep(
    StepKind Kind,
    string Title = "",
    string? Text = null,
    IReadOnlyList<string>? Command = null,
    IReadOnlyList<NamedValue>? Environment = null,
    string? Method = null,
    string? Url = null,
    IReadOnlyList<NamedValue>? Headers = null,
    string? Body = null,
    int? ExpectedStatus = null,
    string? ExpectedText = null,
    bool Retry = false,
    string? Playbook = null,
    IReadOnlyList<NamedValue>? Variables = null,
    TimeSpan? TimeLimit = null)
{
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMinutes(5);

    /// <summary>How long it may take in all.</summary>
    public TimeSpan Limit() => TimeLimit ?? DefaultTimeLimit;
}

/// <summary>A repair procedure of one service: steps in their order.</summary>
public sealed class Runbook : IConfigured
{
    public Guid Id { get; init; }
    public required string Name { get; set; }
    public Guid ServiceId { get; set; }
    public IReadOnlyList<RunbookStep> Steps { get; set; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;
}

internal sealed class RunbookMapping : IEntityTypeConfiguration<Runbook>
{
    public void Configure(EntityTypeBuilder<Runbook> table)
    {
        table.ToTable("runbooks");
        table.Property(r => r.Steps).HasJson();
        table.HasIndex(r => r.Name).IsUnique().HasFilter("deleted_at IS NULL");
        table.HasIndex(r => r.ServiceId);
        table.Property(r => r.Version).IsConcurrencyToken();
    }
}
