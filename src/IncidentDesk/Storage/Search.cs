using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace IncidentDesk.Storage;

/// <summary>Searches in text.</summary>
public static class Search
{
    /// <summary>More words are passed over.</summary>
    public const int MostWords = 8;

    private const int MostText = 200;
    private const int Trigram = 3;

    /// <summary>The ILIKE pattern of text that contains this, with the pattern's own signs taken as letters.</summary>
    public static string Containing(string text) =>
        $"%{text.Trim().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_").Replace("\0", "")}%";

    /// <summary>The words to look for in what somebody typed; those without a letter or a digit are passed over.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. Text.Clean(text.Length > MostText ? text[..MostText] : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit)).Take(MostWords)];

    /// <summary>Whether only the beginning of words can be looked for by an index: no three letters or digits stand together. Other scripts say much in two signs.</summary>
    public static bool IsShort(string word)
    {
        var run = 0;
        return word.All(c => char.IsAscii(c) && (run = char.IsAsciiLetterOrDigit(c) ? run + 1 : 0) < Trigram);
    }

    /// <summary>The text search query for words that begin so.</summary>
    public static string Beginning(string word) => $"'{word.Replace("\\", "\\\\").Replace("'", "''")}':*";

    /// <summary>
    /// Has what is read until the answer is disposed planned for its own words: whether a word is in every row or in none decides between two plans that differ
    /// a thousandfold, and a statement that is prepared once would keep one of them.
    /// </summary>
    public static async Task<IAsyncDisposable?> PlanEachAsync(this DeskDb db, CancellationToken cancellation)
    {
        IDbContextTransaction? own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null;
        await db.Database.ExecuteSqlRawAsync("SET LOCAL plan_cache_mode = force_custom_plan", cancellation);
        return own;
    }
}
