using IncidentDesk.Kernel;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Demo;

/// <summary>Plays what is learned from an incident: the postmortem, its review, its action items.</summary>
internal sealed class DemoLearning(Desk desk, PostmortemActions postmortems, ReviewActions reviews, ActionItemActions items)
{
    /// <summary>The steps that follow an incident. <paramref name="incident"/> answers its id once it is there.</summary>
    public IEnumerable<DemoStep> Steps(DemoPostmortem learned, DemoCast cast, DateTimeOffset over, DateTimeOffset made, Func<Guid> incident)
    {
        var id = Guid.Empty;
        var written = over.AddHours(20) < made ? over.AddHours(20) : over.AddHours(1);
        yield return new DemoStep(written, async stop => id = await WriteAsync(learned, cast, incident(), stop));
        foreach (var action in learned.Actions)
        {
            yield return new DemoStep(written.AddMinutes(10), stop => AddAsync(id, action, cast, made, stop));
        }
        if (learned.End == DemoPostmortemEnd.Draft)
        {
            yield break;
        }
        yield return new DemoStep(written.AddHours(1), async stop =>
            (await reviews.RequestAsync(id, [cast.People[learned.Reviewer].Id], cast.By(learned.Author), stop)).MustSucceed());
        var by = cast.By(learned.Reviewer);
        if (learned.End == DemoPostmortemEnd.Returned)
        {
            yield return new DemoStep(written.AddHours(5), async stop => (await reviews.ReturnAsync(id, "How many orders did we lose? Please ask the data team.", by, stop)).MustSucceed());
        }
        if (learned.End == DemoPostmortemEnd.Published)
        {
            yield return new DemoStep(written.AddHours(5), async stop => (await reviews.ApproveAsync(id, "Clear and blameless. Thank you.", by, stop)).MustSucceed());
            yield return new DemoStep(written.AddHours(6), async stop => (await reviews.PublishAsync(id, null, null, cast.By(learned.Author), stop)).MustSucceed());
        }
        foreach (var action in learned.Actions.Where(a => a.Status != ActionStatus.Open))
        {
            yield return new DemoStep(Earlier(written.AddDays(4), made.AddHours(-2)), stop => MoveAsync(id, action, cast, stop));
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async Task<Guid> WriteAsync(DemoPostmortem learned, DemoCast cast, Guid incident, CancellationToken stop)
    {
        await using var db = await desk.ReadAsync(stop);
        var number = await db.Set<Incidents.Incident>().Where(i => i.Id == incident).Select(i => i.Number).FirstAsync(stop);
        var texts = new PostmortemTexts(learned.Summary, learned.Impact, Factors: learned.Factors, WentWell: learned.WentWell, Lessons: learned.Lessons);
        return (await postmortems.StartAsync(number, texts, cast.By(learned.Author), stop)).MustSucceed().Id;
    }

    private async Task AddAsync(Guid postmortem, DemoAction action, DemoCast cast, DateTimeOffset made, CancellationToken stop)
    {
        await using var db = await desk.ReadAsync(stop);
        var factors = await db.Set<PostmortemSection>().Where(s => s.PostmortemId == postmortem && s.Kind == SectionKind.Factor).OrderBy(s => s.Ordinal).Select(s => s.Id).ToListAsync(stop);
        var due = DateOnly.FromDateTime(made.UtcDateTime.AddDays(action.DueIn));
        var draft = new ActionItemDraft(action.Title, cast.People[action.Owner].Id, due, postmortem, action.Priority, action.Type,
            FactorId: action.Factor is { } factor ? factors[factor] : null);
        (await items.CreateAsync(draft, cast.By("Bo"), stop)).MustSucceed();
    }

    private async Task MoveAsync(Guid postmortem, DemoAction action, DemoCast cast, CancellationToken stop)
    {
        await using var db = await desk.ReadAsync(stop);
        var item = await db.Set<ActionItem>().AsNoTracking().FirstAsync(a => a.PostmortemId == postmortem && a.Title == action.Title, stop);
        var draft = ActionItemActions.DraftOf(item) with { Status = action.Status, Reason = action.Reason };
        (await items.ChangeAsync(item.Id, draft, item.Version, cast.By(action.Owner), stop)).MustSucceed();
    }
}
