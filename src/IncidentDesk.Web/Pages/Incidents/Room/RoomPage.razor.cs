using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using IncidentDesk.Web.Live;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>The incident room: what it reads. What it changes is in the other part.</summary>
public sealed partial class RoomPage : LivePage
{
    private readonly RoomTimeline _timeline = new();
    private RoomData? _data;
    private int _alerts = RoomReads.AlertPart;
    private Guid _seen;

    [Inject] private RoomReads Reads { get; set; } = default!;
    [Inject] private Viewers Viewers { get; set; } = default!;
    [Inject] private Handover Handover { get; set; } = default!;
    [Inject] private NotificationActions Notifications { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    /// <summary>The incident's number.</summary>
    [Parameter] public long Number { get; set; }

    /// <summary>The key of what the first rendering left for the live one.</summary>
    [PersistentState] public string? Handed { get; set; }

    protected override IReadOnlyCollection<Topic> Topics => _data is { } known ? [IncidentTopics.One(known.View.Incident.Id)] : [];

    private RoomView View => _data!.View;
    private IncidentView Incident => View.Incident;
    private Viewer Who => _data!.Reader;

    protected override async Task OnParametersSetAsync()
    {
        if (_data?.View.Incident.Number == Number)
        {
            return;
        }
        if (_data is null && Handover.Take<RoomData>(Handed) is { } left && left.View.Incident.Number == Number)
        {
            Show(left);
            return;
        }
        var number = Number;
        var read = await Reads.AllAsync(number, await Viewers.GetAsync());
        if (number != Number)
        {
            return;
        }
        if (read is null)
        {
            Navigation.NotFound();
            return;
        }
        Show(read);
        if (!RendererInfo.IsInteractive)
        {
            Handed = Handover.Leave(read);
        }
    }

    /// <summary>Whoever has the room open has seen what the bell says of it; only a live page counts, since a first rendering may be a preview.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_data is { } shown && shown.View.Incident.Id != _seen)
        {
            _seen = shown.View.Incident.Id;
            if (await Notifications.SeenAsync(shown.Reader.Caller, _seen) is { Succeeded: true, Value: > 0 })
            {
                await RefreshAsync();
            }
        }
    }

    protected override async Task ReadAgainAsync()
    {
        if (_data is null || await Reads.ViewAsync(Incident.Number, _alerts, Who) is not { } view)
        {
            return;
        }
        var newer = await Reads.NewerAsync(view.Incident.Id, _timeline.Newest);
        if (view.Incident.Number == Incident.Number)
        {
            _timeline.Join(newer);
            _timeline.Pin(view.Pins);
            _data = _data with { View = view };
        }
        ForgetUndo();
    }

    private void Show(RoomData read)
    {
        (_data, _alerts, _refused) = (read, RoomReads.AlertPart, null);
        _timeline.Show(read.Timeline);
        _timeline.Pin(read.View.Pins);
    }

    private async Task OlderAsync() => _timeline.Join(await Reads.OlderAsync(Incident.Id, _timeline.Oldest));

    private Task MoreAlertsAsync()
    {
        _alerts += RoomReads.AlertPart;
        return RefreshAsync();
    }
}
