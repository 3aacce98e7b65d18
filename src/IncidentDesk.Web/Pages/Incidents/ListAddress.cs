using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>The views of the list.</summary>
public enum ListTab
{
    /// <summary>Open ones that the reader has, commands or was told of.</summary>
    Mine,

    /// <summary>Open ones at services of the reader's teams.</summary>
    Teams,

    /// <summary>All open ones.</summary>
    Open,

    /// <summary>Those that are over.</summary>
    Resolved,

    /// <summary>Open or over: where a search and the links of figures lead.</summary>
    All,
}

/// <summary>
/// What the list shows, as its address says it; words that mean nothing are left out. <paramref name="Numbers"/>, as 42,43, are the only ones shown when given.
/// </summary>
public sealed record ListAddress(
    ListTab Tab, string? Text = null, Guid? ServiceId = null, Severity? Severity = null, IncidentStatus? Status = null, string? Numbers = null)
{
    public const string Path = "/incidents";

    /// <summary>Longest words to look for, in UTF-16 units.</summary>
    private const int TextLimit = 200;

    /// <summary>Most numbers in an address, which browsers and proxies cut when it grows too long.</summary>
    public const int MostNumbers = 200;

    public static ListAddress Read(string? tab, string? text, string? service, string? severity, string? status, string? numbers = null)
    {
        var view = Word<ListTab>(tab) ?? ListTab.Open;
        var words = Kernel.Text.Clean(text is { Length: > TextLimit } ? text[..TextLimit] : text ?? "").Trim();
        return new ListAddress(
            view,
            words.Length == 0 ? null : words,
            Guid.TryParse(service, out var id) ? id : null,
            Word<Severity>(severity),
            view != ListTab.Resolved && Word<IncidentStatus>(status) is { } known and not IncidentStatus.Resolved ? known : null,
            ListOf(numbers) is { Count: > 0 } some ? string.Join(',', some) : null);
    }

    /// <summary>These incidents whatever their state, the first <see cref="MostNumbers"/> of them.</summary>
    public static ListAddress Of(IEnumerable<long> numbers) => new(ListTab.All, Numbers: string.Join(',', numbers.Take(MostNumbers)));

    /// <summary>Whatever holds these words.</summary>
    public static ListAddress Find(string? words) => Read("all", words, null, null, null);

    /// <summary>Whether anything but the tab narrows the list.</summary>
    public bool Filtered => this != new ListAddress(Tab);

    /// <summary>The address, with what differs from the plain list in its query.</summary>
    public string Href
    {
        get
        {
            var query = new Dictionary<string, string?>();
            Add("tab", Tab == ListTab.Open ? null : Tab.ToString().ToLowerInvariant());
            Add("q", Text);
            Add("service", ServiceId?.ToString());
            Add("severity", Severity is { } severity ? SeverityRules.Name(severity) : null);
            Add("status", Status?.ToString().ToLowerInvariant());
            Add("numbers", Numbers);
            return QueryHelpers.AddQueryString(Path, query);

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    query[name] = value;
                }
            }
        }
    }

    /// <summary>The same filters in another view; a state that the view can't have is dropped.</summary>
    public ListAddress In(ListTab tab) => this with { Tab = tab, Status = tab == ListTab.Resolved ? null : Status };

    public IncidentFilter For(Guid reader) => new(
        Tab == ListTab.Resolved ? [IncidentStatus.Resolved] : Status is { } status ? [status] : Tab == ListTab.All ? null : IncidentQueries.Open,
        ServiceId,
        Severity,
        Text,
        Tab == ListTab.Teams ? reader : null,
        Tab == ListTab.Mine ? reader : null,
        Numbers: Numbers is null ? null : ListOf(Numbers));

    private static IReadOnlyList<long> ListOf(string? numbers) =>
        [.. (numbers ?? "").Split(',', MostNumbers + 1).Take(MostNumbers).Select(n => IncidentSearch.Number(n) ?? 0).Where(n => n > 0).Distinct()];

    private static T? Word<T>(string? text)
        where T : struct, Enum =>
        text is { Length: > 0 } && char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
}
