using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>Who is on call at an instant, by schedule; and for a service, who would be paged, step by step.</summary>
/// <param name="At">The instant asked about.</param>
/// <param name="Schedules">Every schedule, in the order of names; empty when a service was asked about.</param>
/// <param name="Service">The service asked about; null when none was.</param>
/// <param name="Policy">Its escalation policy; null when it has none.</param>
/// <param name="Steps">Whom each step would page, an incident at the instant assumed; null when no service was asked about.</param>
internal sealed record OnCallBody(
    DateTimeOffset At, IReadOnlyList<OnCallScheduleBody> Schedules, NamedBody? Service, NamedBody? Policy, IReadOnlyList<OnCallStepBody>? Steps);

/// <summary>Who is on call by a schedule and until when, or why nobody is.</summary>
internal sealed record OnCallScheduleBody(NamedBody Schedule, IReadOnlyList<NamedBody> People, OnCallReason Reason, DateTimeOffset? Until);

/// <summary>A step, from 0: how long after the start it would go, whom it would page and why, and what it would skip.</summary>
internal sealed record OnCallStepBody(int Step, TimeSpan After, IReadOnlyList<OnCallPersonBody> People, IReadOnlyList<string> Skipped);

/// <summary>A person who would be paged, and why.</summary>
internal sealed record OnCallPersonBody(Guid Id, string Name, string Reason, Guid? ScheduleId);

/// <summary><c>/on-call</c>.</summary>
internal static class OnCallEndpoints
{
    public static void MapOnCall(this ApiRoutes routes) => routes.Viewer.MapGet("/on-call", AskAsync)
        .Says("On call", "Who is on call, or would be paged for a service", body: typeof(OnCallBody))
        .Takes<Guid>("service", "Who would be paged for this service.").Takes<DateTimeOffset>("at", "The instant; now by default.");

    private static async Task<IResult> AskAsync(HttpContext http, ScheduleQueries schedules, ClimbPreviews previews, Clock clock, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (service, at) = (query.Value<Guid>("service"), query.Value<DateTimeOffset>("at") ?? clock.Now);
        if (query.Problem is { } problem)
        {
            return problem;
        }
        if (service is null)
        {
            return (await schedules.OnCallAsync(at, null, cancellation)).ToOk(found => new OnCallBody(at, [.. found.Select(Of)], null, null, null));
        }
        return (await previews.ForServiceAsync(service.Value, at, cancellation)).ToOk(view => Of(at, view));
    }

    private static OnCallScheduleBody Of(OnCallNow now) => new(new(now.ScheduleId, now.ScheduleName),
        [.. now.Answer.PersonIds.Zip(now.Names, (id, name) => new NamedBody(id, name))], now.Answer.Reason, now.Until);

    private static OnCallBody Of(DateTimeOffset at, ServicePreview view) => new(at, [], new(view.ServiceId, view.ServiceName),
        view.PolicyId is { } policy ? new(policy, view.PolicyName!) : null,
        view.PolicyId is null
            ? [new OnCallStepBody(0, TimeSpan.Zero, People(view.Climb.LastResort), [view.Climb.LastResortReason])]
            : [.. view.Climb.Steps.Select(s => new OnCallStepBody(s.Step, s.After, People(s.People), s.Skipped))]);

    private static IReadOnlyList<OnCallPersonBody> People(IEnumerable<PreviewPerson> people) =>
        [.. people.Select(p => new OnCallPersonBody(p.Id, p.Name, p.Why, p.ScheduleId))];
}
