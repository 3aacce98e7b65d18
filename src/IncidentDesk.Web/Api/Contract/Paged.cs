using IncidentDesk.Storage;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Makes pages of what a query answers that was asked for one item more than the page holds.</summary>
internal static class Paged
{
    /// <summary>The page, and the cursor of its last item when there was one more.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> found, PageAsk ask, Func<T, string> key) => found.Count <= ask.Limit
        ? new(found, null)
        : new([.. found.Take(ask.Limit)], key(found[ask.Limit - 1]));

    /// <summary>The same page with other items.</summary>
    public static Page<TTo> Map<TFrom, TTo>(this Page<TFrom> page, Func<TFrom, TTo> map) => new([.. page.Items.Select(map)], page.NextCursor);
}
