using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Components;

public sealed class ToastTests : ComponentTest
{
    private Toasts Toasts => Services.GetRequiredService<Toasts>();

    [Fact]
    public void Undo_takes_back_once_and_removes_the_message()
    {
        var undone = 0;
        var area = Messages;
        Toasts.SayWithUndo("INC-42 resolved", () => { undone++; return Task.CompletedTask; });
        area.WaitForElement(".mud-snackbar-content-action button").Click();
        Time.Advance(TimeSpan.FromSeconds(1));
        area.WaitForAssertion(() => area.FindAll(".mud-snackbar").ShouldBeEmpty());
        undone.ShouldBe(1);
    }

    [Fact]
    public void A_message_that_is_taken_away_offers_nothing_any_more()
    {
        var area = Messages;
        var message = Toasts.SayWithUndo("INC-42 resolved", () => Task.CompletedTask).ShouldNotBeNull();
        area.WaitForAssertion(() => area.FindAll(".mud-snackbar").Count.ShouldBe(1));
        Toasts.Close(message);
        area.WaitForAssertion(() => area.FindAll(".mud-snackbar").ShouldBeEmpty());
    }

    [Fact]
    public void A_message_with_markup_is_text()
    {
        var area = Messages;
        Toasts.Say("<b>checkout</b> deleted");
        area.WaitForAssertion(() => area.Find(".mud-snackbar-content-message").InnerHtml.ShouldContain("&lt;b&gt;checkout&lt;/b&gt; deleted"));
    }
}
