using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.Storage;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>How many open incidents each view has, counted up to 100.</summary>
public sealed record TabCounts(int Mine, int Teams, int Open);

/// <summary>Rows of the list, newest first.</summary>
public sealed record ListPart(IReadOnlyList<IncidentView> Rows, bool HasMore);

/// <summary>Who is on call: by the schedules of the reader's teams, or by all where they have none; and whom of them a page would reach outside the program.</summary>
public sealed record OnCallStripView(IReadOnlyList<OnCallNow> Schedules, bool Mine, IReadOnlySet<Guid> Reached);

/// <summary>Reads what the list of incidents shows.</summary>
public sealed class ListReads(Desk desk, ScheduleQueries schedules, ServiceQueries services, ReachabilityQueries reach, Clock clock)
{
    /// <summary>How many rows a page of the list has.</summary>
    public const int PageSize = 50;

    private const int CountUpTo = 100;
    private const int StripLimit = 8;

    /// <summary>The first rows, or those below a number.</summary>
    public async Task<ListPart> RowsAsync(ListAddress address, Guid reader, int limit, long? below)
    {
        await using var db = await desk.ReadAsync();
        var rows = await db.IncidentsAsync(address.For(reader) with { Limit = limit + 1, BeforeNumber = below }, CancellationToken.None);
        return new ListPart([.. rows.Take(limit)], rows.Count > limit);
    }

    /// <summary>These incidents as they are now, whatever the list's filter.</summary>
    public async Task<IReadOnlyList<IncidentView>> ByNumberAsync(IReadOnlyList<long> numbers)
    {
        if (numbers.Count == 0)
        {
            return [];
        }
        await using var db = await desk.ReadAsync();
        return await db.IncidentsAsync(new IncidentFilter(Numbers: numbers, Limit: numbers.Count), CancellationToken.None);
    }

    /// <summary>The next step of each row that has one.</summary>
    public async Task<IReadOnlyDictionary<Guid, NextStep>> NextAsync(IEnumerable<IncidentView> rows)
    {
        var triggered = rows.Where(r => r.Status == IncidentStatus.Triggered).Select(r => r.Id).ToList();
        if (triggered.Count == 0)
        {
            return new Dictionary<Guid, NextStep>();
        }
        await using var db = await desk.ReadAsync();
        return await db.NextStepsAsync(triggered, CancellationToken.None);
    }

    public async Task<TabCounts> CountsAsync(Guid reader)
    {
        await using var db = await desk.ReadAsync();
        return new TabCounts(await CountAsync(ListTab.Mine), await CountAsync(ListTab.Teams), await CountAsync(ListTab.Open));

        Task<int> CountAsync(ListTab tab) => db.CountIncidentsAsync(new ListAddress(tab).For(reader) with { Limit = CountUpTo }, CancellationToken.None);
    }

    public async Task<OnCallStripView> OnCallAsync(Guid reader)
    {
        await using var db = await desk.ReadAsync();
        var mine = await db.SchedulesOfMemberAsync(reader, CancellationToken.None);
        var now = await schedules.OnCallAsync(clock.Now, mine.Count > 0 ? mine : null);
        List<OnCallNow> shown = [.. now.Value.Take(StripLimit)];
        return new OnCallStripView(shown, mine.Count > 0, await reach.ReachableAsync([.. shown.SelectMany(n => n.Answer.PersonIds)]));
    }

    public async Task<OpenSummary> SummaryAsync()
    {
        await using var db = await desk.ReadAsync();
        return await db.OpenSummaryAsync(clock.Now, CancellationToken.None);
    }

    /// <summary>The services to choose from, by name.</summary>
    public async Task<IReadOnlyList<ServiceView>> ServicesAsync() =>
        [.. (await services.ListAsync(new PageAsk(Limit: PageAsk.MostItems), null)).Items.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>All of it, for the page's first sight.</summary>
    public async Task<ListData> AllAsync(ListAddress address, Viewer reader)
    {
        var part = await RowsAsync(address, reader.Id, PageSize, null);
        return new ListData(
            reader, address, part, await NextAsync(part.Rows), await CountsAsync(reader.Id),
            await OnCallAsync(reader.Id), await ServicesAsync(), await SummaryAsync());
    }
}

/// <summary>Everything that the page shows at first.</summary>
public sealed record ListData(
    Viewer Reader, ListAddress Address, ListPart Part, IReadOnlyDictionary<Guid, NextStep> Next, TabCounts Counts, OnCallStripView OnCall, IReadOnlyList<ServiceView> Services,
    OpenSummary Summary);
