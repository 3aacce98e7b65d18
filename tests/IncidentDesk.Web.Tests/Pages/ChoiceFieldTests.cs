using Bunit;
using IncidentDesk.Web.Pages.Forms;
using IncidentDesk.Web.Tests.Components;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>One of a few is a list of the browser; one of many is found by typing.</summary>
public sealed class ChoiceFieldTests : ComponentTest
{
    private static readonly IReadOnlyList<Choice> Many = [.. Enumerable.Range(1, 40).Select(i => new Choice($"id-{i}", $"Service {i}"))];

    [Fact]
    public void A_long_list_is_searched_by_typing_and_says_which_was_chosen()
    {
        string? chosen = null;
        var lists = Popovers;
        var field = Render<ChoiceField>(with => with.Add(f => f.Form, new FormState()).Add(f => f.Field, "serviceId").Add(f => f.Label, "Service").Add(f => f.Choices, Many)
            .Add(f => f.ValueChanged, value => chosen = value));
        field.Find("#serviceId").Focus();
        field.Find("#serviceId").Input("service 17");
        Time.Advance(TimeSpan.FromSeconds(1));
        lists.WaitForAssertion(() => lists.FindAll(".mud-list-item").Count.ShouldBe(1), TimeSpan.FromSeconds(10));
        lists.Find(".mud-list-item").Click();
        field.WaitForAssertion(() => chosen.ShouldBe("id-17"));
    }

    [Fact]
    public void A_short_list_is_the_browsers_own_and_its_error_belongs_to_it()
    {
        var form = new FormState();
        form.Refuse("serviceId", "Select a service.");
        var field = Render<ChoiceField>(with => with.Add(f => f.Form, form).Add(f => f.Field, "serviceId").Add(f => f.Label, "Service").Add(f => f.Choices, Many.Take(3).ToList()));
        field.Find("select#serviceId").GetAttribute("aria-describedby").ShouldBe(field.Find(".field-error").Id);
    }
}
