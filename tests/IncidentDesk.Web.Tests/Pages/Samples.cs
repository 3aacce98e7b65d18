using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>What pages are given in tests: Ana's incident 42 at Checkout, triggered at 01:12 UTC.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 1, 12, 0, TimeSpan.Zero);
    public static readonly Guid Ana = Guid.Parse("0190a000-0000-7000-8000-00000000000a");
    public static readonly Guid Bo = Guid.Parse("0190a000-0000-7000-8000-00000000000b");
    public static readonly Guid Checkout = Guid.Parse("0190a000-0000-7000-8000-0000000000c0");

    public static Viewer Reader(Role role = Role.Responder) => new(Ana, "Ana", role, "Europe/Stockholm");

    public static IncidentView Incident(long number = 42, IncidentStatus status = IncidentStatus.Triggered, string title = "Error rate 38%") => new(
        new Guid((int)number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1), number, title, Severity.Sev1, Urgency.High, status, Checkout, "Checkout", null, 8, Start, Start,
        null, null, null, null, null, null, null, null, null, null, null, 7);

    public static NextStep Next(DateTimeOffset at, params string[] names) => new(at, 0, 1, names, [], false);
}
