namespace IncidentDesk.Web.Components;

/// <summary>Element ids made from words: the same words give the same id, in the first rendering and in the live one.</summary>
internal static class ElementIds
{
    public static string From(string words) =>
        string.Join('-', words.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)]))
            .Where(word => word.Length > 0));
}
