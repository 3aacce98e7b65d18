using System.Text.RegularExpressions;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Runbooks;

/// <summary>A value that steps use by its name and nobody can read back: encrypted at rest, masked in output.</summary>
public sealed class RunbookSecret : IVersioned
{
    public Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary>UTF-8 in the <see cref="SecretBox"/>.</summary>
    public required byte[] Value { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }
    public long Version { get; set; } = 1;
}

internal sealed class RunbookSecretMapping : IEntityTypeConfiguration<RunbookSecret>
{
    public void Configure(EntityTypeBuilder<RunbookSecret> table)
    {
        table.ToTable("runbook_secrets");
        table.HasIndex(s => s.Name).IsUnique();
        table.Property(s => s.Version).IsConcurrencyToken();
    }
}

/// <summary>Where values name secrets: <c>${secret:NAME}</c>.</summary>
public static partial class SecretReferences
{
    /// <summary>The names in a step's values, each once.</summary>
    public static IReadOnlyList<string> In(RunbookStep step)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Fill(step, name =>
        {
            names.Add(name);
            return "";
        });
        return [.. names];
    }

    /// <summary>The step with each name replaced by its value. Paths, titles and what is expected are left as they are: they are shown.</summary>
    public static RunbookStep Fill(RunbookStep step, Func<string, string> valueOf) => step with
    {
        Command = step.Command?.Select((part, i) => i == 0 ? part : Fill(part, valueOf)).ToList(),
        Environment = Fill(step.Environment, valueOf),
        Url = step.Url is null ? null : Fill(step.Url, valueOf),
        Headers = Fill(step.Headers, valueOf),
        Body = step.Body is null ? null : Fill(step.Body, valueOf),
        Variables = Fill(step.Variables, valueOf),
    };

    private static IReadOnlyList<NamedValue>? Fill(IReadOnlyList<NamedValue>? values, Func<string, string> valueOf) =>
        values?.Select(v => v with { Value = Fill(v.Value, valueOf) }).ToList();

    private static string Fill(string text, Func<string, string> valueOf) => Reference().Replace(text, found => valueOf(found.Groups["name"].Value));

    [GeneratedRegex(@"\$\{secret:(?<name>[A-Za-z0-9_.-]{1,100})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
