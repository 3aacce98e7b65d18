using System.Globalization;
using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>A schedule as it stands in the editor: layers can be added, removed and moved. There is always one.</summary>
public sealed class ScheduleInput
{
    private const string DateForm = "yyyy-MM-dd";
    private static readonly TimeOnly FirstHandoff = new(9, 0);

    public string? Name { get; set; }
    public string? TimeZone { get; set; }
    public List<LayerInput> Layers { get; } = [];

    /// <summary>When changed layers take over, as the contract says it; null for a new schedule.</summary>
    public string? TakesEffect { get; set; }

    /// <summary>A new one in a zone, with a weekly layer that hands off on Mondays and has begun.</summary>
    public static ScheduleInput New(string zone, DateTimeOffset now)
    {
        var input = new ScheduleInput { TimeZone = zone };
        input.Add(now);
        return input;
    }

    public static ScheduleInput Of(ScheduleView schedule)
    {
        var input = new ScheduleInput { Name = schedule.Name, TimeZone = schedule.TimeZone, TakesEffect = "nextHandoff" };
        input.Layers.AddRange(schedule.Layers.Select(LayerInput.Of));
        return input;
    }

    /// <summary>Adds a layer over those there are.</summary>
    public void Add(DateTimeOffset now)
    {
        // On a Monday before the handoff it is still last week's turn; a layer from today would leave nobody on call until then.
        var today = DateOnly.FromDateTime((TimeText.Local(now, TimeZone, out _) - FirstHandoff.ToTimeSpan()).DateTime);
        Layers.Add(new LayerInput { Start = today.AddDays(-(((int)today.DayOfWeek + 6) % 7)).ToString(DateForm, CultureInfo.InvariantCulture) });
    }

    /// <summary>Moves a layer up (-1) or down (1) in the list; at the edge it stays.</summary>
    public void Move(LayerInput layer, int by)
    {
        var (from, to) = (Layers.IndexOf(layer), Layers.IndexOf(layer) + by);
        if (from >= 0 && to >= 0 && to < Layers.Count)
        {
            (Layers[from], Layers[to]) = (Layers[to], Layers[from]);
        }
    }

    /// <summary>The draft; overrides stay as they are. A person chosen but not added yet counts as added.</summary>
    public ScheduleDraft ToDraft() => new(Name, TimeZone, [.. Layers.Select(l => l.ToDraft())], TakesEffect: TakesEffect);

    /// <summary>One layer in the editor.</summary>
    public sealed class LayerInput
    {
        /// <summary>Which layer of the schedule it is; null for a new one.</summary>
        public Guid? Id { get; init; }

        public string? Name { get; set; }
        public List<Guid> People { get; init; } = [];

        /// <summary>Chosen but not added yet.</summary>
        public string? Next { get; set; }

        public string? Rotation { get; set; } = "weekly";
        public string? Handoff { get; set; } = FirstHandoff.ToString("HH:mm", CultureInfo.InvariantCulture);
        public string? Start { get; set; }

        public static LayerInput Of(LayerView layer) => new()
        {
            Id = layer.Id,
            Name = layer.Name,
            People = [.. layer.People],
            Rotation = layer.Rotation.ToString().ToLowerInvariant(),
            Handoff = layer.Handoff,
            Start = layer.Start.ToString(DateForm, CultureInfo.InvariantCulture),
        };

        /// <summary>Adds whoever is chosen.</summary>
        public void Take()
        {
            PeoplePicker.Take(People, Next, ordered: true);
            Next = null;
        }

        internal LayerDraft ToDraft() => new([.. People], Rotation, Handoff, Start, Name, Id);
    }
}
