using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Components;

/// <summary>What could not be read is said in its place, and read again from there.</summary>
public sealed class FailedReadTests : ComponentTest
{
    private readonly Source _source = new();

    public FailedReadTests() => Services.AddSingleton(_source);

    [Fact]
    public void A_part_that_can_not_be_read_says_so_and_recovers()
    {
        _source.Broken = true;
        var part = Render<Part>(p => p.AddChildContent<Reading>());
        part.Find("[role=alert]").TextContent.ShouldContain("Could not load this.");

        part.Find("button").Click();
        part.Find("[role=alert]").TextContent.ShouldContain("Could not load this.");

        _source.Broken = false;
        part.Find("button").Click();
        part.Find("p").TextContent.ShouldBe("read");
        part.FindAll("[role=alert]").ShouldBeEmpty();
    }

    [Fact]
    public void A_list_whose_next_part_can_not_be_read_keeps_its_place_and_recovers()
    {
        _source.Broken = true;
        var pager = Render<Pager>(p => p.Add(x => x.HasMore, true).Add(x => x.OnMore, () => _source.Read()));
        pager.Find("button").Click();
        pager.Find("[role=alert]").TextContent.ShouldContain("Could not load this.");

        _source.Broken = false;
        pager.Find("button").Click();
        pager.FindAll("[role=alert]").ShouldBeEmpty();
        pager.Find("button").TextContent.ShouldBe("Load more");
    }

    [Fact]
    public void What_is_new_in_a_list_can_be_asked_for_again()
    {
        _source.Broken = true;
        var chip = Render<FreshChip>(p => p.Add(x => x.Count, 3).Add(x => x.OnShow, () => _source.Read()));
        chip.Find("button").Click();
        chip.Find("[role=alert]").TextContent.ShouldContain("Could not load this.");

        _source.Broken = false;
        chip.Find("button").Click();
        chip.FindAll("[role=alert]").ShouldBeEmpty();
    }

    private sealed class Source
    {
        public bool Broken { get; set; }

        public void Read()
        {
            if (Broken)
            {
                throw new TimeoutException();
            }
        }
    }

    private sealed class Reading : ComponentBase
    {
        [Inject] private Source Source { get; set; } = default!;

        protected override void OnInitialized() => Source.Read();

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, "read");
            builder.CloseElement();
        }
    }
}
