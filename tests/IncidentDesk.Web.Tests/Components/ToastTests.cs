using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Components;

public sealed class ToastTests : ComponentTest
{
    private Toasts Toasts => Services.GetRequiredService<Toasts>();

    [Fact]
    public void Undo_is_offered_for_ten_seconds()
    {
        var area = Render<ToastArea>();
        Toasts.SayWithUndo("INC-42 resolved", () => Task.CompletedTask);
        area.WaitForAssertion(() => area.Find(".toast-text").TextContent.ShouldBe("INC-42 resolved"));
        Time.Pass(TimeSpan.FromSeconds(9.9));
        Toasts.Shown.Count.ShouldBe(1);
        Time.Pass(TimeSpan.FromSeconds(0.1));
        area.WaitForAssertion(() => area.FindAll(".toast").ShouldBeEmpty());
    }

    [Fact]
    public void Undo_takes_back_once_and_removes_the_message()
    {
        var undone = 0;
        var area = Render<ToastArea>();
        Toasts.SayWithUndo("INC-42 resolved", () => { undone++; return Task.CompletedTask; });
        area.WaitForElement("button:not([aria-label])").Click();
        area.WaitForAssertion(() => area.FindAll(".toast").ShouldBeEmpty());
        Time.Pass(TimeSpan.FromMinutes(1));
        undone.ShouldBe(1);
    }

    [Fact]
    public async Task Undo_after_the_time_is_over_does_nothing()
    {
        var undone = false;
        var toast = Toasts.SayWithUndo("INC-42 resolved", () => { undone = true; return Task.CompletedTask; });
        Time.Pass(Toasts.UndoTime);
        await Toasts.UndoAsync(toast);
        undone.ShouldBeFalse();
    }

    [Fact]
    public void A_message_with_markup_is_text()
    {
        var area = Render<ToastArea>();
        Toasts.Say("<b>checkout</b> deleted");
        area.WaitForAssertion(() => area.Find(".toast-text").InnerHtml.ShouldBe("&lt;b&gt;checkout&lt;/b&gt; deleted"));
    }
}
