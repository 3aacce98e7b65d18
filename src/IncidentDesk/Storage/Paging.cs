using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Storage;

/// <summary>One page of a list, and the cursor of the next; null when this is the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>
/// Which page of a list is wanted. The cursor is the key of the last row seen, so that a page costs the same however deep it lies and rows
/// that come or go meanwhile neither repeat nor hide others.
/// </summary>
/// <param name="Cursor">What the page before gave; null for the first. Lists read it as a key of their own kind.</param>
/// <param name="Limit">Most items, 1 to <see cref="MostItems"/>.</param>
public sealed record PageAsk(string? Cursor = null, int Limit = PageAsk.DefaultItems)
{
    public const int DefaultItems = 50;
    public const int MostItems = 500;

    /// <summary>The id after which the page begins; null for the first page or a cursor that is no id.</summary>
    public Guid? AfterId => Guid.TryParseExact(Cursor, "N", out var id) ? id : null;

    /// <summary>The number after which the page begins; null for the first page or a cursor that is no number.</summary>
    public long? AfterNumber => long.TryParse(Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Reads pages.</summary>
public static class Paging
{
    /// <summary>Runs an ordered query that already begins after the cursor; <paramref name="key"/> names the cursor of an item.</summary>
    public static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, PageAsk ask, Func<T, string> key, CancellationToken cancellation)
    {
        var limit = Math.Clamp(ask.Limit, 1, PageAsk.MostItems);
        var items = await rows.Take(limit + 1).ToListAsync(cancellation);
        if (items.Count <= limit)
        {
            return new Page<T>(items, null);
        }
        items.RemoveAt(limit);
        return new Page<T>(items, key(items[^1]));
    }

    /// <summary>A page of a list in the order of its ids.</summary>
    public static Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, PageAsk ask, Func<T, Guid> key, CancellationToken cancellation) =>
        rows.PageAsync(ask, item => key(item).ToString("N"), cancellation);
}
