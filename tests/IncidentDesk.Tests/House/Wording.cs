using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace IncidentDesk.Tests.House;

/// <summary>A text that people read: a line of a document, or a value of a resource file at the line where it begins.</summary>
internal sealed record ReadText(string File, int Line, string Text);

/// <summary>What no text says, and what it says instead. A trailing "*" takes any ending; <paramref name="Right"/> are longer phrases in which it is right.</summary>
internal sealed record ForbiddenPhrase(string Phrase, string Better, IReadOnlyList<string> Right)
{
    private readonly Regex _found = Words(Phrase);
    private readonly Regex[] _right = [.. Right.Select(Words)];

    /// <summary>"phrase => better", or "phrase => better | except: longer phrase, another one".</summary>
    public static ForbiddenPhrase Read(string line)
    {
        var halves = line.Split("=>", 2, StringSplitOptions.TrimEntries);
        var rest = halves[1].Split("| except:", 2, StringSplitOptions.TrimEntries);
        return new ForbiddenPhrase(halves[0], rest[0], rest.Length == 1 ? [] : rest[1].Split(',', StringSplitOptions.TrimEntries));
    }

    public bool IsIn(string text) => _found.IsMatch(_right.Aggregate(text, (left, right) => right.Replace(left, "_")));

    private static Regex Words(string phrase)
    {
        var words = string.Join(@"\s+", phrase.TrimEnd('*').Split(' ').Select(Regex.Escape));
        return new Regex($@"(?<![\w-]){words}{(phrase.EndsWith('*') ? @"\w*" : "")}(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}

/// <summary>
/// Reads every value of the resource files under <c>src</c> and every line of the documents of a tree, and finds the phrases that none may say. Names in code spans and
/// addresses of links are no words. The last column of the glossary's tables says what never to say, and is passed over.
/// </summary>
internal sealed partial class Wording(string root, IReadOnlyList<ForbiddenPhrase> phrases, IReadOnlyList<string> allowed)
{
    public static IReadOnlyList<string> LinesOf(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>One sentence for each finding that is not allowed, and for each allowance that excuses nothing.</summary>
    public IReadOnlyList<string> Findings()
    {
        var used = new HashSet<string>();
        var found = new List<string>();
        foreach (var read in Resources().Concat(Documents()))
        {
            var said = phrases.Where(phrase => phrase.IsIn(Prose(read))).ToList();
            var excuse = $"{read.File}\t{read.Text}";
            if (said.Count > 0 && allowed.Contains(excuse))
            {
                used.Add(excuse);
                continue;
            }
            found.AddRange(said.Select(phrase => $"{read.File}:{read.Line}: \"{phrase.Phrase}\", better: {phrase.Better}: {read.Text}"));
        }
        found.AddRange(allowed.Where(line => !used.Contains(line)).Select(line => $"Allowed, but not there any more: {line}"));
        return found;
    }

    private IEnumerable<ReadText> Resources() =>
        from file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.resx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from value in XDocument.Load(file, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace).Descendants("data").Elements("value")
        select new ReadText(Path.GetRelativePath(root, file), ((IXmlLineInfo)value).LineNumber, Spaces().Replace(value.Value, " ").Trim());

    private IEnumerable<ReadText> Documents() =>
        from file in Directory.EnumerateFiles(root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
        from line in File.ReadLines(file).Index()
        select new ReadText(Path.GetRelativePath(root, file), line.Index + 1, line.Item.Trim());

    private static string Prose(ReadText read)
    {
        if (!read.File.EndsWith(".md", StringComparison.Ordinal))
        {
            return read.Text;
        }
        var text = read.File == Path.Combine("docs", "glossary.md") && read.Text.StartsWith('|') ? read.Text[..read.Text.TrimEnd('|').LastIndexOf('|')] : read.Text;
        return LinkTarget().Replace(CodeSpan().Replace(text, "_"), "](_)");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex LinkTarget();
}
