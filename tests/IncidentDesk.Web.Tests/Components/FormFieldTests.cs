using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Tests.Components;

public sealed class FormFieldTests : ComponentTest
{
    private static readonly RenderFragment<FieldContext> Input = field => builder =>
    {
        builder.OpenElement(0, "input");
        builder.AddAttribute(1, "id", field.Id);
        builder.AddAttribute(2, "aria-describedby", field.DescribedBy);
        builder.AddAttribute(3, "aria-invalid", field.Invalid);
        builder.CloseElement();
    };

    [Fact]
    public void Hint_and_error_belong_to_the_control()
    {
        var field = Render<FormField>(f => f.Add(c => c.Label, "Name").Add(c => c.Id, "name").Add(c => c.Hint, "Short").Add(c => c.Error, "Taken").Add(c => c.ChildContent, Input));
        var input = field.Find("input");
        field.Find("label").GetAttribute("for").ShouldBe(input.Id);
        input.GetAttribute("aria-invalid").ShouldBe("true");
        input.GetAttribute("aria-describedby")!.Split(' ').Select(id => field.Find("#" + id).TextContent.Trim()).ShouldBe(["Short", "Taken"]);
    }

    [Fact]
    public void Without_hint_and_error_nothing_is_said_to_be_wrong()
    {
        var input = Render<FormField>(f => f.Add(c => c.Label, "Name").Add(c => c.Id, "name").Add(c => c.Error, "").Add(c => c.ChildContent, Input)).Find("input");
        input.HasAttribute("aria-invalid").ShouldBeFalse();
        input.HasAttribute("aria-describedby").ShouldBeFalse();
    }

    [Fact]
    public void The_summary_leads_to_each_field_on_this_page()
    {
        var summary = Render<ErrorSummary>(s => s.Add(c => c.Errors, [new FormError("name", "Name: taken."), new FormError(null, "Ana changed this a minute ago.")]));
        summary.FindAll("a").Select(a => a.GetAttribute("href")).ShouldBe(["http://localhost/#name"]);
        summary.FindAll("li").Select(li => li.TextContent.Trim()).ShouldBe(["Name: taken.", "Ana changed this a minute ago."]);
    }

    [Fact]
    public void Without_errors_the_summary_is_not_there() =>
        Render<ErrorSummary>(s => s.Add(c => c.Errors, [])).Markup.Trim().ShouldBeEmpty();
}
