using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Browser;

/// <summary>The harness itself can be trusted: it shows what a person would see and notices what went wrong.</summary>
public sealed class BrowserTests(BrowserFixture browser)
{
    private const string Html = """
        <!doctype html><meta name="color-scheme" content="light dark"><title>Sink</title><link rel="icon" href="data:,">
        <p id="width"></p><p id="scheme"></p><p id="cookie"></p>
        <script>
          width.textContent = innerWidth; scheme.textContent = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
          cookie.textContent = document.cookie; document.cookie = 'seen=1';
        </script>
        """;

    [Fact]
    public async Task Each_journey_sees_the_page_in_its_own_width_scheme_and_cookies()
    {
        await using var site = new WebhookSink { OnRequest = _ => WebhookAnswer.Html(Html) };
        foreach (var view in new[] { BrowserView.Desktop, BrowserView.Phone.Dark })
        {
            await browser.RunAsync(site.Url, view, async session =>
            {
                (await session.OpenAsync("")).Status.ShouldBe(200);
                (await session.Page.Locator("#width").TextContentAsync()).ShouldBe(view.Width.ToString());
                (await session.Page.Locator("#scheme").TextContentAsync()).ShouldBe(view.Scheme.ToString().ToLowerInvariant());
                (await session.Page.Locator("#cookie").TextContentAsync()).ShouldBeEmpty();
                await session.ShouldNotScrollSidewaysAsync();
                await session.ScreenshotAsync("harness");
            });
        }
    }

    [Theory]
    [InlineData("<script>console.error('broken')</script>", "broken")]
    [InlineData("<script>throw new Error('thrown')</script>", "thrown")]
    [InlineData("<img src='/fail'>", "500")]
    public async Task A_journey_fails_when_a_page_reports_an_error_that_it_does_not_expect(string html, string error)
    {
        await using var site = new WebhookSink { OnRequest = request => request.Path == "/fail" ? new WebhookAnswer(500) : WebhookAnswer.Html(html + "<link rel=icon href='data:,'>") };

        var failure = await Assert.ThrowsAsync<ShouldAssertException>(() => browser.RunAsync(site.Url, BrowserView.Phone, session => session.OpenAsync("")));
        failure.Message.ShouldContain(error);

        await browser.RunAsync(site.Url, BrowserView.Phone, async session =>
        {
            session.Expect(error);
            await session.OpenAsync("");
        });
    }

    [Fact]
    public async Task A_page_wider_than_the_window_is_noticed()
    {
        await using var site = new WebhookSink { OnRequest = _ => WebhookAnswer.Html("<link rel=icon href='data:,'><div style='width:400px'>wide</div>") };
        await browser.RunAsync(site.Url, BrowserView.Phone, async session =>
        {
            await session.OpenAsync("");
            await Assert.ThrowsAsync<ShouldAssertException>(session.ShouldNotScrollSidewaysAsync);
        });
    }
}
