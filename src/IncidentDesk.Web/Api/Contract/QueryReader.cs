using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Reads the query part of an address, and says everything in it that can't be used. Names that an endpoint does not ask for are passed over.</summary>
internal sealed class QueryReader(HttpContext context)
{
    /// <summary>Longest text that is looked for.</summary>
    private const int MostText = 200;
    private readonly Check _check = new();

    /// <summary>The answer that says what is wrong; null when all is well.</summary>
    public IResult? Problem => _check.Failed ? _check.Refusal.ToProblem() : null;

    /// <summary>Which page of a list in the order of ids is wanted.</summary>
    public PageAsk Page() => Page(ask => ask.AfterId is not null);

    /// <summary>Which page of a list in the order of numbers is wanted.</summary>
    public PageAsk PageByNumber() => Page(ask => ask.AfterNumber is not null);

    /// <summary>Which page of a list in the order of names is wanted; the cursor is the last name.</summary>
    public PageAsk PageByName() => Page(ask => Kernel.Text.IsLine(ask.Cursor!));

    /// <summary>A value; null when it is not there.</summary>
    public T? Value<T>(string name)
        where T : struct => Text(name) is not { } text ? null : (T?)Leaf.Parse(text, typeof(T)) ?? Wrong<T>(name);

    /// <summary>A value that must be there.</summary>
    public T Needed<T>(string name)
        where T : struct
    {
        _check.That(Text(name) is not null, name, $"This is missing. {Leaf.Must(typeof(T))}");
        return Value<T>(name) ?? default;
    }

    /// <summary>Several values, as <c>a,b</c> or repeated; empty when there are none.</summary>
    public IReadOnlyList<T> Values<T>(string name)
        where T : struct => [.. context.Request.Query[name].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => (T?)Leaf.Parse(text, typeof(T)) ?? Wrong<T>(name)).OfType<T>()];

    /// <summary>The version that a DELETE may carry.</summary>
    public long? Version()
    {
        if (Text("version") is not { } text)
        {
            return null;
        }
        _check.That(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version), "version", "This must be a whole number.");
        return version;
    }

    /// <summary>Text to look for; null when it is not there.</summary>
    public string? Search(string name)
    {
        var text = Text(name);
        _check.That(text is null || (text.Length <= MostText && Kernel.Text.IsLine(text)), name,
            $"This can have at most {MostText} characters, and no control characters.");
        return text;
    }

    /// <summary>Text to look for that must be there.</summary>
    public string NeededSearch(string name)
    {
        _check.That(Text(name) is not null, name, "This is missing.");
        return Search(name) ?? "";
    }

    private PageAsk Page(Func<PageAsk, bool> isCursor)
    {
        var text = Text("limit");
        var digits = text?.All(char.IsAsciiDigit) != false;
        var limit = text is null ? PageAsk.DefaultItems : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : PageAsk.MostItems;
        _check.That(digits && limit > 0, "limit", $"This must be a whole number from 1; more than {PageAsk.MostItems} counts as {PageAsk.MostItems}.");
        var ask = new PageAsk(Text("cursor"), Math.Clamp(limit, 1, PageAsk.MostItems));
        _check.That(ask.Cursor is null || isCursor(ask), "cursor", "This must be the nextCursor of the page before.");
        return ask;
    }

    private T? Wrong<T>(string name)
        where T : struct
    {
        _check.Add(name, Leaf.Must(typeof(T)));
        return null;
    }

    private string? Text(string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
