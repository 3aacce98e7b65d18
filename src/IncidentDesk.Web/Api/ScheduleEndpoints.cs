using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>A schedule in a list; GET on the schedule answers its layers and overrides.</summary>
internal sealed record ScheduleItem(Guid Id, string Name, string TimeZone, int LayerCount, long Version);

/// <summary>A person where one is named in another thing.</summary>
internal sealed record NamedBody(Guid Id, string Name);

/// <summary>One shift: who is on call from one instant until just before the other, and whether a layer or an override says so.</summary>
internal sealed record ShiftBody(DateTimeOffset From, DateTimeOffset To, NamedBody Person, ShiftSource Source, Guid SourceId);

/// <summary>The final shifts, the turns of each layer under them, lowest first, and the version of the schedule that gives them.</summary>
internal sealed record ShiftsBody(IReadOnlyList<ShiftBody> Items, IReadOnlyList<LaneBody> Layers, long Version);

/// <summary>What one layer alone would give.</summary>
internal sealed record LaneBody(Guid LayerId, string? Name, IReadOnlyList<ShiftBody> Items);

/// <summary><c>/schedules</c> with their overrides, shifts and coverage: everybody reads, managers change, responders cover for each other.</summary>
internal static class ScheduleEndpoints
{
    private const string Tag = "Schedules";

    public static void MapSchedules(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ConfigureSchedules);
        var cover = routes.For(Right.PutOnCall);
        routes.Viewer.MapGet("/schedules", ListAsync).Says(Tag, "Schedules", body: typeof(Page<ScheduleItem>)).Pages();
        routes.Viewer.MapGet("/schedules/{id:guid}", GetAsync).Says(Tag, "A schedule with the overrides that have not ended", body: typeof(ScheduleView));
        manage.MapPost("/schedules", CreateAsync).Says(Tag, "Add a schedule", StatusCodes.Status201Created, typeof(ScheduleView));
        manage.MapPut("/schedules/{id:guid}", ChangeAsync)
            .Says(Tag, "Change a schedule; without overrides, existing ones stay", body: typeof(ScheduleView));
        manage.MapDelete("/schedules/{id:guid}", DeleteAsync).Says(Tag, "Delete a schedule that is not in use", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
        cover.MapPost("/schedules/{id:guid}/overrides", AddOverrideAsync)
            .Says(Tag, "Add an override", StatusCodes.Status201Created, typeof(OverrideView));
        cover.MapDelete("/schedules/{id:guid}/overrides/{overrideId:guid}", RemoveOverrideAsync)
            .Says(Tag, "Remove an override; one that has started ends now", StatusCodes.Status204NoContent);
        routes.Viewer.MapGet("/schedules/{id:guid}/shifts", ShiftsAsync).Says(Tag, "Who is on call between two instants", body: typeof(ShiftsBody))
            .Takes<DateTimeOffset>("from", "First instant.", required: true).Takes<DateTimeOffset>("to", "The instant after the last.", required: true);
        routes.Viewer.MapGet("/schedules/{id:guid}/coverage", CoverageAsync).Says(Tag, "Gaps in coverage between two instants", body: typeof(Coverage))
            .Takes<DateTimeOffset>("from", "First instant.", required: true).Takes<DateTimeOffset>("to", "The instant after the last.", required: true);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ScheduleQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        if (query.Problem is { } problem)
        {
            return problem;
        }
        var page = await queries.ListAsync(ask, cancellation);
        return page.Map(s => new ScheduleItem(s.Id, s.Name, s.TimeZone, s.Layers, s.Version)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, ScheduleQueries queries, Clock clock, CancellationToken cancellation) =>
        (await queries.GetAsync(id, clock.Now, cancellation)).ToOk();

    private static async Task<IResult> CreateAsync(Body<ScheduleDraft> body, HttpContext http, ScheduleActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(s => $"/schedules/{s.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<ScheduleDraft, ScheduleView> change, HttpContext http, ScheduleActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, ScheduleActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }

    private static async Task<IResult> AddOverrideAsync(
        Guid id, Body<OverrideDraft> body, HttpContext http, ScheduleActions actions, CancellationToken cancellation) =>
        (await actions.AddOverrideAsync(id, body.Value, http.ToCaller(), cancellation)).ToCreated(o => $"/schedules/{id}/overrides/{o.Id}");

    private static async Task<IResult> RemoveOverrideAsync(Guid id, Guid overrideId, HttpContext http, ScheduleActions actions, CancellationToken cancellation) =>
        (await actions.RemoveOverrideAsync(id, overrideId, http.ToCaller(), cancellation)).ToDone();

    private static async Task<IResult> ShiftsAsync(Guid id, HttpContext http, ScheduleQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (from, to) = (query.Needed<DateTimeOffset>("from"), query.Needed<DateTimeOffset>("to"));
        return query.Problem ?? (await queries.ShiftsAsync(id, from, to, cancellation)).ToOk(Of);
    }

    private static async Task<IResult> CoverageAsync(Guid id, HttpContext http, ScheduleQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (from, to) = (query.Needed<DateTimeOffset>("from"), query.Needed<DateTimeOffset>("to"));
        return query.Problem ?? (await queries.CoverageAsync(id, from, to, cancellation)).ToOk();
    }

    private static ShiftsBody Of(ScheduleShifts shifts)
    {
        IReadOnlyList<ShiftBody> Bodies(IEnumerable<Shift> list) =>
            [.. list.Select(s => new ShiftBody(s.Start, s.End, new NamedBody(s.PersonId, shifts.Names.GetValueOrDefault(s.PersonId, "")), s.Source, s.SourceId))];
        return new ShiftsBody(Bodies(shifts.Final), [.. shifts.Lanes.Select(l => new LaneBody(l.Layer.Id, l.Layer.Name, Bodies(l.Shifts)))], shifts.Version);
    }
}
