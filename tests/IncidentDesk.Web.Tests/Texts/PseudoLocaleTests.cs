using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using IncidentDesk.Tests.House;
using IncidentDesk.Web.Tests.Access;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Texts;

/// <summary>Whether another language could be spoken: nothing that a page says of its own is written anywhere but in a resource file.</summary>
public sealed partial class PseudoLocaleTests(BrowserFixture browser)
{
    private static readonly string[] Spoken = ["aria-label", "title", "placeholder", "alt", "data-label", "data-copied", "data-empty"];

    [Fact]
    public async Task Every_word_on_every_page_is_from_a_resource_file_or_somebodys_own()
    {
        await using var desk = await Outage.StartAsync(PseudoLocale.Speak);
        var pages = await UsedDesk.FillAsync(desk);
        using var reader = new PlainBrowser(desk.Address) { Headers = { ["Accept-Language"] = PseudoLocale.Name } };
        var english = new SortedSet<string>();
        await ReadAsync("/sign-in");
        await reader.SignInAsync(SignedIn.Root, SignedIn.Password);
        foreach (var path in pages)
        {
            await ReadAsync(path);
        }
        var data = await DataAsync(desk);
        english.Where(found => !IsIn(data, found[(found.IndexOf(": ", StringComparison.Ordinal) + 2)..])).ShouldBeEmpty();

        async Task ReadAsync(string path)
        {
            using var answer = await reader.GetAsync(path);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            var page = await PlainBrowser.DocumentAsync(answer);
            page.DocumentElement.GetAttribute("lang").ShouldBe(CultureInfo.GetCultureInfo(PseudoLocale.Name).Name);
            Sayings(page).ShouldContain(text => text.Contains('⟦'), path);
            english.UnionWith(Sayings(page).SelectMany(Foreign).Select(text => $"{path}: {text}"));
        }
    }

    [Fact]
    public async Task What_somebody_else_changed_is_drawn_in_the_language_of_the_reader()
    {
        await using var desk = await Outage.StartAsync(PseudoLocale.Speak);
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop with { Locale = PseudoLocale.Name }, async session =>
        {
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await session.Page.GetByText("⟦Triggered").First.WaitForAsync();
            await desk.PostAsync($"incidents/{number}/acknowledge", new { });
            await session.Page.GetByText("⟦Acknowledged").First.WaitForAsync();
        });
    }

    // What a page says only at times (a question, a refusal, an empty list) is not on any page of the test above.
    [Fact]
    public void No_markup_has_words_of_its_own()
    {
        var pages = Path.Combine(Clone.Root, "src", "IncidentDesk.Web");
        var files = Directory.EnumerateFiles(pages, "*.razor", SearchOption.AllDirectories).ToList();
        files.Count.ShouldBeGreaterThan(100);
        files.SelectMany(file => Markup(File.ReadAllText(file)).Select(words => $"{Path.GetRelativePath(pages, file)}: {words}")).ShouldBeEmpty();
        Markup("""<p>No one was paged yet.</p><Callout Title="It is over" /><b>@Texts.Some</b>""").Count().ShouldBe(2);
    }

    private static IEnumerable<string> Markup(string page) =>
        Written().Matches(Code().Replace(page, "")).Select(match => match.Value).Where(words => !words.Contains("IncidentDesk"));

    /// <summary>Everything in the document that is read or heard, but for what is written for machines.</summary>
    private static IEnumerable<string> Sayings(IHtmlDocument page) =>
        page.Descendants<IText>().Where(text => text.ParentElement?.Closest("script, style, pre, code, kbd, textarea, noscript") is null).Select(text => text.Data)
            .Concat(page.All.Where(e => e.Closest("script, style, head") is null).SelectMany(element => Spoken.Select(element.GetAttribute).OfType<string>()));

    // Pages begin stored sentences with a capital. A single word must be the very same, or the API's "high" would excuse a page's "High".
    private static bool IsIn(string data, string text) => data.Contains(text, text.Contains(' ') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>What of a text is in no resource file and needs a language: not numbers, references, times, zones, addresses.</summary>
    private static IEnumerable<string> Foreign(string text) =>
        Language().Split(Own().Replace(Said().Replace(text, "\n"), "\n")).Select(part => part.Trim(' ', '.', '?')).Where(part => Word().IsMatch(part));

    /// <summary>
    /// Every word that somebody has given the desk, and every one that the desk has written down of what happened; not the names of columns, which are words of pages too.
    /// </summary>
    private static async Task<string> DataAsync(Outage desk) => (string)(await desk.SqlAsync(
        """
        SELECT string_agg(replace(replace(regexp_replace(query_to_xml(format('SELECT * FROM %I', relname), false, true, '')::text, '<[^>]+>', E'\n', 'g'), '&lt;', '<'), '&amp;', '&'), ' ')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        """))!;

    [GeneratedRegex(@"⟦(?:[^⟦⟧]|(?<open>⟦)|(?<-open>⟧))*(?(open)(?!))⟧")]
    private static partial Regex Said();

    [GeneratedRegex(
        @"\b(INC-\d+|SEV\d|IncidentDesk|UTC|MTT[AR]|[A-Z]\w+/[A-Z][\w/+-]+|\d+[smhd]|https?://\S+|/[\w/{}-]+|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)([a-z]*day)?|(Jan|Feb)(uary|ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|(Sep|Oct|Nov|Dec)([a-z]*ber)?)\b")]
    private static partial Regex Own();

    [GeneratedRegex(@"^@code\b.*|@\*.*?\*@|<kbd>.*?</kbd>", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("""(?<=[">\w/])>\s*[A-Z][a-z]+[a-z ,.?]*<|\b(Label|Title|Text|Hint|None|ConfirmLabel|CancelLabel|aria-label|title|placeholder|alt)="[A-Z][a-z]+[a-z ,.?]*[a-z.?]["]""")]
    private static partial Regex Written();

    [GeneratedRegex(@"[\n·:,;()|]+")]
    private static partial Regex Language();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
