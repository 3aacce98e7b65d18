namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>A cover as it stands in the form: a person's id, and local times of the schedule's zone as <see cref="LocalInput"/> writes them.</summary>
public sealed class CoverInput(string? person, string? from, string? to)
{
    public string? Person { get; set; } = person;
    public string? From { get; set; } = from;
    public string? To { get; set; } = to;
}
