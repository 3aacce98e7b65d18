using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>
/// How a postmortem is begun and written. Sections are saved one by one, each against its own version: a save that comes too late is refused and changes
/// nothing, so that whoever was slower decides what becomes of both texts.
/// </summary>
public sealed class PostmortemActions(Desk desk)
{
    /// <summary>Begins the postmortem of a resolved incident, its timeline written from facts and pins. Texts given replace what would be written.</summary>
    public Task<Outcome<Postmortem>> StartAsync(long incidentNumber, PostmortemTexts? texts, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, async work =>
        {
            texts ??= new PostmortemTexts();
            if (texts.Checked() is { Failed: true } check)
            {
                return check.Refusal;
            }
            var id = await work.Db.Set<Incident>().Where(i => i.Number == incidentNumber).Select(i => i.Id).FirstOrDefaultAsync(cancellation);
            if (await work.LockAsync(id) is not { } incident)
            {
                return new Refusal.Invalid("incidentNumber", "There is no such incident.");
            }
            if (incident.Status != IncidentStatus.Resolved)
            {
                return new Refusal.Conflict($"{incident.Reference} is not resolved. Resolve it before you start a postmortem.");
            }
            if (await work.Db.Set<Postmortem>().AnyAsync(p => p.IncidentId == id, cancellation))
            {
                return new Refusal.Conflict($"{incident.Reference} already has a postmortem.");
            }
            return await BeginAsync(work, incident, texts, by);
        }, cancellation);

    /// <summary>
    /// Saves one section. When it holds these very words already nothing changes, whatever the version: a save whose answer was lost can be repeated.
    /// </summary>
    public Task<Outcome<PostmortemSection>> SaveSectionAsync(
        Guid postmortemId, Guid sectionId, string? text, long version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<PostmortemSection>(by, Right.WritePostmortems, async work =>
        {
            var taken = await work.TakeOpenAsync(postmortemId);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            if (await SectionAsync(work, postmortemId, sectionId) is not { } section)
            {
                return new Refusal.NotFound("The section");
            }
            var clean = SectionRules.Clean(text);
            if (SectionRules.WhyNot(section.Kind, clean, "text") is { } wrong)
            {
                return wrong;
            }
            if (section.Text != clean && section.Version != version)
            {
                return new Refusal.Stale(StaleText.For(section.UpdatedBy, work.Now - section.UpdatedAt), section.Version);
            }
            if (section.Write(work, clean, by))
            {
                taken.Value.Written(work);
                work.Audit(by, "postmortem.section-saved", postmortemId, new { section.Id, section.Kind, section.Version, clean.Length });
            }
            return section;
        }, cancellation);

    /// <summary>Adds a contributing factor at the end.</summary>
    public Task<Outcome<PostmortemSection>> AddFactorAsync(Guid postmortemId, string? text, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<PostmortemSection>(by, Right.WritePostmortems, async work =>
        {
            var taken = await work.TakeOpenAsync(postmortemId);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var clean = SectionRules.Clean(text);
            if (SectionRules.WhyNot(SectionKind.Factor, clean, "text") is { } wrong)
            {
                return wrong;
            }
            var factors = await FactorsAsync(work, postmortemId);
            if (factors.Count >= SectionRules.MostFactors)
            {
                return new Refusal.Conflict($"A postmortem has at most {SectionRules.MostFactors} contributing factors.");
            }
            var added = work.AddSection(postmortemId, SectionKind.Factor, factors.Count == 0 ? 1 : factors[^1].Ordinal + 1, clean, by);
            taken.Value.Written(work);
            work.Audit(by, "postmortem.factor-added", postmortemId, new { added.Id });
            return added;
        }, cancellation);

    /// <summary>Takes a contributing factor away, if it still is as the caller saw it; actions that answered it stay, without it.</summary>
    public Task<Outcome<PostmortemSection>> RemoveFactorAsync(Guid postmortemId, Guid factorId, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<PostmortemSection>(by, Right.WritePostmortems, async work =>
        {
            var taken = await work.TakeOpenAsync(postmortemId);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            if (await SectionAsync(work, postmortemId, factorId) is not { Kind: SectionKind.Factor } factor)
            {
                return new Refusal.NotFound("The contributing factor");
            }
            if (version is not null && version != factor.Version)
            {
                return new Refusal.Stale(StaleText.For(factor.UpdatedBy, work.Now - factor.UpdatedAt), factor.Version);
            }
            work.Db.Remove(factor);
            taken.Value.Written(work);
            work.Audit(by, "postmortem.factor-removed", postmortemId, new { factor.Id, from = factor.Text });
            return factor;
        }, cancellation);

    /// <summary>Makes all texts what is given, against the version of the whole; factors are matched in their order, so that actions keep theirs.</summary>
    public Task<Outcome<Postmortem>> ChangeAsync(Guid id, PostmortemTexts texts, long version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Postmortem>(by, Right.WritePostmortems, async work =>
        {
            if (texts.Checked() is { Failed: true } check)
            {
                return check.Refusal;
            }
            var taken = await work.TakeOpenAsync(id, version);
            if (taken.Refusal is { } refusal)
            {
                return refusal;
            }
            var changed = await WriteAllAsync(work, id, texts, by);
            if (changed > 0)
            {
                taken.Value.Written(work);
                work.Audit(by, "postmortem.changed", id, new { sections = changed });
            }
            return taken.Value;
        }, cancellation);

    private static async Task<Postmortem> BeginAsync(DeskTransaction work, Incident incident, PostmortemTexts texts, Caller by)
    {
        var postmortem = new Postmortem
        {
            Id = work.NewId(),
            IncidentId = incident.Id,
            IncidentNumber = incident.Number,
            AuthorId = by.PersonId,
            Author = by.Name,
            TimeZone = await ZoneAsync(work, by),
            CreatedAt = work.Now,
            WrittenAt = work.Now,
        };
        work.Db.Add(postmortem);
        var timeline = texts.Timeline ?? await TimelineAsync(work, incident, postmortem.TimeZone);
        foreach (var kind in SectionRules.Single)
        {
            work.AddSection(postmortem.Id, kind, 0, SectionRules.Clean(kind == SectionKind.Timeline ? timeline : texts.Of(kind)), by);
        }
        foreach (var (i, factor) in (texts.Factors ?? []).Index())
        {
            work.AddSection(postmortem.Id, SectionKind.Factor, i + 1, SectionRules.Clean(factor), by);
        }
        incident.Log(work, by, "postmortem", $"{by.Name} started the postmortem.");
        work.Audit(by, "postmortem.started", postmortem.Id, new { incident.Number });
        work.Wake(PostmortemTopics.List);
        return postmortem;
    }

    private static async Task<string> TimelineAsync(DeskTransaction work, Incident incident, string zone)
    {
        var facts = await work.Db.FactsAsync((await work.Db.IncidentAsync(incident.Id, work.Cancellation))!, work.Cancellation);
        return TimelineDraft.Of(facts, await work.Db.PinnedAsync(incident.Id, work.Cancellation), zone);
    }

    private static async Task<string> ZoneAsync(DeskTransaction work, Caller author) =>
        await work.Db.Set<Person>().Where(p => p.Id == author.PersonId && !p.ReadsUtc).Select(p => p.TimeZone).FirstOrDefaultAsync(work.Cancellation) ?? Person.Utc;

    private static async Task<int> WriteAllAsync(DeskTransaction work, Guid id, PostmortemTexts texts, Caller by)
    {
        var sections = await work.Db.Set<PostmortemSection>().Where(s => s.PostmortemId == id).ToListAsync(work.Cancellation);
        var changed = sections.Count(s => texts.Of(s.Kind) is { } text && s.Write(work, SectionRules.Clean(text), by));
        if (texts.Factors is null)
        {
            return changed;
        }
        var factors = sections.Where(s => s.Kind == SectionKind.Factor).OrderBy(s => s.Ordinal).ToList();
        changed += factors.Zip(texts.Factors).Count(pair => pair.First.Write(work, SectionRules.Clean(pair.Second), by));
        work.Db.RemoveRange(factors.Skip(texts.Factors.Count));
        foreach (var (i, text) in texts.Factors.Index().Skip(factors.Count))
        {
            work.AddSection(id, SectionKind.Factor, (factors.Count == 0 ? 0 : factors[^1].Ordinal) + i - factors.Count + 1, SectionRules.Clean(text), by);
        }
        return changed + Math.Abs(factors.Count - texts.Factors.Count);
    }

    private static Task<PostmortemSection?> SectionAsync(DeskTransaction work, Guid postmortem, Guid section) =>
        work.Db.Set<PostmortemSection>().FirstOrDefaultAsync(s => s.PostmortemId == postmortem && s.Id == section, work.Cancellation);

    private static Task<List<PostmortemSection>> FactorsAsync(DeskTransaction work, Guid postmortem) => work.Db.Set<PostmortemSection>()
        .Where(s => s.PostmortemId == postmortem && s.Kind == SectionKind.Factor).OrderBy(s => s.Ordinal).ToListAsync(work.Cancellation);
}
