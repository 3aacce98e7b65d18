using Bunit;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Tests.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>The base of tests of parts of pages.</summary>
public abstract class PageTest : ComponentTest
{
    protected PageTest()
    {
        Services.AddSingleton<Clock>();
        Services.AddSingleton<AntiforgeryStateProvider, FormToken>();
    }

    private sealed class FormToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("the token", "__RequestVerificationToken");
    }
}
