using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace IncidentDesk.Web.Tests.Components;

/// <summary>The base of tests that render components, with what a live page has around them: lists, dialogs and messages of MudBlazor appear in its providers.</summary>
public abstract class ComponentTest : BunitContext, IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 26, 10, TimeSpan.Zero);
    private readonly Lazy<IRenderedComponent<MudPopoverProvider>> _popovers;
    private readonly Lazy<IRenderedComponent<MudDialogProvider>> _dialogs;
    private readonly Lazy<IRenderedComponent<MudSnackbarProvider>> _messages;

    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddDeskMud();
        Services.Configure<PopoverOptions>(options => options.CheckForPopoverProvider = false);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<Toasts>();
        (_popovers, _dialogs, _messages) = (new(() => Render<MudPopoverProvider>()), new(() => Render<MudDialogProvider>()), new(() => Render<MudSnackbarProvider>()));
    }

    /// <summary>The time that timers of components run by; a test moves it.</summary>
    protected FakeTimeProvider Time { get; } = new();

    protected IRenderedComponent<MudPopoverProvider> Popovers => _popovers.Value;

    protected IRenderedComponent<MudDialogProvider> Dialogs => _dialogs.Value;

    protected IRenderedComponent<MudSnackbarProvider> Messages => _messages.Value;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // MudBlazor's services can be disposed asynchronously only.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
