using IncidentDesk.Demo;
using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Tour;

/// <summary>What somebody who plays the demo does next: as whom, what, and where.</summary>
public sealed record TourStop(int Number, string Title, string Text, string? Href, string? Action)
{
    /// <summary>How many stops there are.</summary>
    public const int Count = 8;

    /// <summary>
    /// The next stop, from where the outage's incident (null: not there yet) and its postmortem stand, in the words for whoever reads it under the name
    /// <paramref name="reader"/>: nobody is told to be the person who they are already.
    /// </summary>
    public static TourStop Next(IncidentView? incident, PostmortemMark? postmortem, string reader)
    {
        if (incident is null)
        {
            return new(1, TourTexts.CheckoutBreaksInAMoment, TourTexts.BadVersionWillPageAna, null, null);
        }
        var (room, document) = ($"/incidents/{incident.Number}", $"/postmortems/{incident.Number}");
        return (incident.Status, postmortem?.Status) switch
        {
            (IncidentStatus.Triggered, _) => new(2, TourTexts.AcknowledgeIt.With(As("Ana", TourTexts.Be, reader), incident.Reference), TourTexts.SayThatYouHaveIt, room, TourTexts.OpenIncident),
            (IncidentStatus.Acknowledged, _) when incident.CommanderId is null => new(3, TourTexts.TakeCommand.With(As("Bo", TourTexts.BeInAPrivateWindow, reader), incident.Reference), TourTexts.CommandAndUpdate, room, TourTexts.OpenRoom),
            (IncidentStatus.Acknowledged or IncidentStatus.Mitigated, _) => new(4, TourTexts.RollBack, TourTexts.ChooseTheRunbook.With(incident.Reference), room, TourTexts.OpenRoom),
            (_, null) => new(5, TourTexts.IsOverWriteItDown.With(As("Bo", TourTexts.Be, reader)), TourTexts.StartThePostmortem.With(incident.Reference), room, TourTexts.OpenIncident),
            (_, PostmortemStatus.Draft) => new(6, TourTexts.AskForAReview.With(As("Bo", TourTexts.Be, reader)), TourTexts.FinishThePostmortem, document, TourTexts.OpenPostmortem),
            (_, PostmortemStatus.InReview) => new(7, TourTexts.ReviewIt.With(As("Chen", TourTexts.Be, reader)), TourTexts.ReadApprovePublish, document, TourTexts.OpenPostmortem),
            _ => new(8, TourTexts.SeeWhatIsLearned, TourTexts.ReviewPageShows, "/review", TourTexts.OpenReview),
        };
    }

    private static string As(string player, string be, string reader) => (reader.Split(' ')[0] == player ? TourTexts.YouAre : be).With(player);
}

/// <summary>Reads where the demo's outage stands.</summary>
internal sealed class TourReads(DemoActions demos, Desk desk)
{
    /// <summary>The demo with its next stop as this reader reads it; null when this desk is no demo.</summary>
    public async Task<(DemoState Demo, TourStop Next)?> ReadAsync(Viewer reader)
    {
        if (await demos.FindAsync() is not { } demo)
        {
            return null;
        }
        await using var db = await desk.ReadAsync();
        var service = db.Set<Alerts.Integration>().Where(i => i.Id == demo.IntegrationId).Select(i => i.ServiceId).FirstOrDefault();
        var last = (await db.IncidentsAsync(new IncidentFilter(ServiceId: service, Limit: 1), CancellationToken.None)).FirstOrDefault();
        var incident = demo is { OutageIsDue: false, OutagePlayedAt: { } played } && last?.TriggeredAt >= played ? last : null;
        return (demo, TourStop.Next(incident, incident is null ? null : await db.PostmortemOfAsync(incident.Id, CancellationToken.None), reader.Name));
    }
}
