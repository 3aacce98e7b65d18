using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>Wake-up topics of postmortems as a whole.</summary>
public static class PostmortemTopics
{
    /// <summary>Something in the list of postmortems, in the review inbox or among the action items changed.</summary>
    public const string List = "postmortems";
}

/// <summary>What the verbs of this folder have in common. Lock order: incident, postmortem, action item, then notifications and jobs.</summary>
internal static class PostmortemWork
{
    /// <summary>Locks a postmortem to the end of the transaction; refused when it is not there, or not at the version that the caller saw.</summary>
    public static Task<Outcome<Postmortem>> TakePostmortemAsync(this DeskTransaction work, Guid id, long? version = null) =>
        work.TakeAsync(work.Db.Set<Postmortem>().FromSql($"SELECT * FROM postmortems WHERE id = {id} FOR UPDATE"), id, version, "The postmortem");

    /// <summary>The same for one that is about to be written in: a published one is refused.</summary>
    public static async Task<Outcome<Postmortem>> TakeOpenAsync(this DeskTransaction work, Guid id, long? version = null)
    {
        var found = await work.TakePostmortemAsync(id, version);
        return found is { Succeeded: true, Value.Status: PostmortemStatus.Published }
            ? new Refusal.Conflict("This postmortem is published and read-only. Its author or a manager can reopen it.")
            : found;
    }

    /// <summary>Locks the incident of a postmortem and then the postmortem, for verbs that the incident's timeline tells of.</summary>
    public static async Task<Outcome<(Incident Incident, Postmortem Postmortem)>> TakeBothAsync(this DeskTransaction work, Guid id, long? version)
    {
        var incidentId = await work.Db.Set<Postmortem>().Where(p => p.Id == id).Select(p => p.IncidentId).FirstOrDefaultAsync(work.Cancellation);
        var incident = await work.LockAsync(incidentId);
        var found = await work.TakePostmortemAsync(id, version);
        return found.Refusal is { } refusal ? refusal : (incident!, found.Value);
    }

    /// <summary>A new section; its text is clean and within its limit.</summary>
    public static PostmortemSection AddSection(this DeskTransaction work, Guid postmortem, SectionKind kind, int ordinal, string text, Caller by)
    {
        var section = new PostmortemSection
        {
            Id = work.NewId(),
            PostmortemId = postmortem,
            Kind = kind,
            Ordinal = ordinal,
            Text = text,
            UpdatedAt = work.Now,
            UpdatedBy = by.Name,
        };
        work.Db.Add(section);
        return section;
    }

    /// <summary>Writes a text into a section, as its next version; a text that it holds already changes nothing. Answers whether it was changed.</summary>
    public static bool Write(this PostmortemSection section, DeskTransaction work, string text, Caller by)
    {
        if (section.Text == text)
        {
            return false;
        }
        section.Text = text;
        section.Version++;
        (section.UpdatedAt, section.UpdatedBy) = (work.Now, by.Name);
        return true;
    }
}
