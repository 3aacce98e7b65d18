using System.Diagnostics.Metrics;
using IncidentDesk.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>The circuits that a desk holds for its open pages, as its own metric counts them.</summary>
internal sealed class OpenCircuits : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _open;

    /// <summary>Has a desk forget a page as soon as its line has broken, and counts what it holds. For <c>Outage.StartAsync</c>.</summary>
    public void ForgetAtOnce(WebApplication app)
    {
        app.Services.GetRequiredService<IOptions<CircuitOptions>>().Value.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMilliseconds(1);
        Count(app.Services);
    }

    /// <summary>Counts what a desk holds from now on.</summary>
    public void Count(IServiceProvider desk)
    {
        var ours = desk.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "aspnetcore.components.circuit.active" && instrument.Meter.Scope == ours)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _open, change));
        _listener.Start();
    }

    public Task AreAsync(int count) => Wait.UntilAsync(() => Volatile.Read(ref _open) == count, TimeSpan.FromSeconds(30), () => $"{count} circuits; there are {Volatile.Read(ref _open)}");

    public void Dispose() => _listener.Dispose();
}
