using Bunit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace IncidentDesk.Web.Tests.Live;

public sealed class LivePageTests : ComponentTest
{
    private readonly Wakeups _wakeups = new();

    public LivePageTests()
    {
        Services.AddSingleton(Feeds.Of(_wakeups, Time));
        Services.AddSingleton<Clock>();
    }

    [Theory]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(TaskCanceledException))]
    public void A_read_that_fails_leaves_what_was_shown_and_says_since_when_until_one_succeeds(Type failure)
    {
        var page = Render<Counting>();
        page.Find("p").TextContent.ShouldBe("0");

        _wakeups.Raise(new Change("count"));
        page.WaitForState(() => page.Find("p").TextContent == "1");
        page.FindAll(".callout").ShouldBeEmpty();

        page.Instance.Failure = (Exception)Activator.CreateInstance(failure)!;
        page.WaitForState(() => Wake().FindAll(".callout").Count == 1);
        page.Find("p").TextContent.ShouldBe("1");

        page.Instance.Failure = null;
        page.WaitForState(() => Wake().FindAll(".callout").Count == 0);

        IRenderedComponent<Counting> Wake()
        {
            _wakeups.Raise(new Change("count"));
            Time.Advance(Subscription.Rest);
            return page;
        }
    }

    private sealed class Counting : LivePage
    {
        private int _count;

        public Exception? Failure { get; set; }

        protected override IReadOnlyCollection<Topic> Topics { get; } = ["count"];

        protected override Task ReadAgainAsync()
        {
            _count = Failure is null ? _count + 1 : throw Failure;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, _count);
            builder.CloseElement();
            builder.OpenComponent<StaleStrip>(2);
            builder.AddComponentParameter(3, nameof(StaleStrip.Since), StaleSince);
            builder.CloseComponent();
        }
    }
}
