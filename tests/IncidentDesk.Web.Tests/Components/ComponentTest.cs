using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Bunit;
using IncidentDesk.Web.Components;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Components;

/// <summary>
/// The base of tests that render components. bUnit's comparer of markup asks for a later AngleSharp.Diffing than is restorable everywhere;
/// it is replaced by an empty object, so tests ask the rendered document questions instead of comparing markup.
/// </summary>
public abstract class ComponentTest : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 26, 10, TimeSpan.Zero);

    protected ComponentTest()
    {
        var comparer = typeof(BunitContext).Assembly.GetType("Bunit.Diffing.HtmlComparer", throwOnError: true)!;
        Services.AddSingleton(comparer, RuntimeHelpers.GetUninitializedObject(comparer));
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<Toasts>();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>The time that timers of components run by; a test moves it.</summary>
    protected HandTime Time { get; } = new();

    [ModuleInitializer]
    internal static void FindDiffing() => AssemblyLoadContext.Default.Resolving += (_, name) =>
        name.Name == "AngleSharp.Diffing" ? Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
}
