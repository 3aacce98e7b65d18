using System.Globalization;
using IncidentDesk.Escalation;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>The month, the lanes and the shift looked at are in the address (<c>?month=2026-11&amp;lanes=true&amp;at=...</c>), so that they can be shared.</summary>
public sealed partial class SchedulePage : DeskPage
{
    private static readonly TimeSpan UsualCover = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(14);

    private ElementReference aside;
    private bool focusAside;
    private ScheduleView? schedule;
    private CalendarMonth? calendar;
    private IReadOnlyList<Lane> lanes = [];
    private IReadOnlyDictionary<Guid, string> names = new Dictionary<Guid, string>();
    private Palette colours = default!;
    private List<PersonView> people = [];
    private OnCallNow? now;
    private bool reached;
    private IReadOnlyList<Piece> gaps = [];
    private Piece? selected;
    private CoverInput? cover;
    private Owner owner = Owner.None;

    [Inject] private ScheduleQueries Queries { get; set; } = default!;

    [Inject] private PolicyQueries Policies { get; set; } = default!;

    [Inject] private ScheduleActions Actions { get; set; } = default!;

    [Inject] private PersonQueries People { get; set; } = default!;

    [Inject] private ReachabilityQueries Reached { get; set; } = default!;

    [Parameter] public Guid Id { get; set; }

    [SupplyParameterFromQuery(Name = "month")] private string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "lanes")] private bool Lanes { get; set; }

    /// <summary>An instant whose shift is shown, from links elsewhere.</summary>
    [SupplyParameterFromQuery(Name = "at")] private string? At { get; set; }

    protected override async Task LoadAsync()
    {
        var found = await Queries.GetAsync(Id, Clock.Now);
        if (!found.Succeeded)
        {
            Navigation.NotFound();
            return;
        }
        people = await AllAsync(ask => People.ListAsync(ask, null));
        names = people.ToDictionary(p => p.Id, p => p.Name);
        (schedule, colours) = (found.Value, Palette.Of(found.Value));
        owner = await Policies.OwnerOfScheduleAsync(Id);
        await LoadMonthAsync();
        var on = await Queries.OnCallAsync(Clock.Now, [Id]);
        now = on.Succeeded ? on.Value.FirstOrDefault() : null;
        reached = (await Reached.ReachableAsync(now?.Answer.PersonIds ?? [])).Count > 0;
    }

    /// <summary>The zone of the times on this page: the schedule's, in which its shifts change, unless the reader wants UTC.</summary>
    private string ShownIn => Viewer!.TimesIn(schedule!.TimeZone).Zone;

    private async Task LoadMonthAsync()
    {
        var at = DateTimeOffset.TryParse(At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asked) && ScheduleRules.IsInReach(asked) ? asked : (DateTimeOffset?)null;
        var month = ReadMonth() ?? WallClock.DateAt(ShownIn, at ?? Clock.Now);
        var (from, to) = CalendarMonth.Span(month, ShownIn);
        var shifts = await Queries.ShiftsAsync(Id, from, to);
        if (shifts.Succeeded)
        {
            lanes = shifts.Value.Lanes;
            calendar = CalendarMonth.Build(month, ShownIn, Clock.Now, shifts.Value);
            gaps = [.. calendar.Stretches().Where(p => p.IsGap && p.To > Clock.Now)];
            selected = at is null ? null : calendar.Stretches().FirstOrDefault(p => p.Covers(at.Value));
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusAside)
        {
            focusAside = false;
            await aside.FocusAsync();
        }
    }

    private DateOnly? ReadMonth() =>
        DateOnly.TryParseExact(Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is > 1970 and < 2199 ? month : null;

    private string Address(DateOnly? month, bool lanes)
    {
        var query = new List<string>();
        if (month is { } wanted)
        {
            query.Add("month=" + wanted.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        }
        if (lanes)
        {
            query.Add("lanes=true");
        }
        return $"/schedules/{Id}{(query.Count == 0 ? "" : "?")}{string.Join('&', query)}";
    }

    /// <summary>Whether the viewer may put this person on call; null is anybody else.</summary>
    private bool MayPut(Guid? person) => May(Right.PutOnCall, owner with { People = person is { } id ? [id] : [] });

    private void Select(Piece piece) => (selected, cover, focusAside) = (piece, null, true);

    /// <summary>Opens the form: for a stretch from now on where one is given that ends soon enough to be one shift, else for twelve hours.</summary>
    private void Cover(Piece? piece, Guid? person)
    {
        var from = piece is null || piece.From < Clock.Now ? Clock.Now : piece.From;
        var to = piece is { IsOpenAfter: false } && piece.To - from <= LongestShift ? piece.To : from + UsualCover;
        cover = new CoverInput(person?.ToString(), LocalInput.Text(from, schedule!.TimeZone), LocalInput.Text(to, schedule.TimeZone));
        focusAside = true;
    }

    private async Task CoveredAsync(OverrideView made)
    {
        (cover, selected) = (null, null);
        Toasts.Say(ScheduleTexts.IsOnCallWhen.With(names.GetValueOrDefault(made.PersonId), SpanText.Of(made.From, made.To, ShownIn)), Tone.Success);
        await LoadAsync();
    }

    private async Task RemoveAsync(Guid overrideId)
    {
        Say(await Actions.RemoveOverrideAsync(Id, overrideId, By), ScheduleTexts.CoverWasRemoved);
        selected = null;
        await LoadAsync();
    }
}
