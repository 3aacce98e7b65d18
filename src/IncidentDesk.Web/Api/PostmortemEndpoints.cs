using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/postmortems</c>: everybody reads, responders write and review; who may publish or reopen is judged by the verbs. And <c>/review</c>, the inbox.</summary>
internal static class PostmortemEndpoints
{
    private const string Tag = "Postmortems";
    private const string One = "/postmortems/{id:guid}";

    public static void MapPostmortems(this ApiRoutes routes)
    {
        var write = routes.For(Right.WritePostmortems);
        routes.Viewer.MapGet("/postmortems", ListAsync).Says(Tag, "Postmortems, of the newest incident first", body: typeof(Page<PostmortemRowBody>)).Pages()
            .Takes<PostmortemStatus>("status", "Only those with this status.").Takes<long>("incident", "Only that of the incident with this number.")
            .Takes<Guid>("service", "Only those of this service.").Takes<string>("q", "Searches title and text.");
        routes.Viewer.MapGet(One, GetAsync).Says(Tag, "A postmortem", body: typeof(PostmortemBody));
        routes.Viewer.MapGet("/review", InboxAsync).Says(Tag, "Pending decisions", body: typeof(InboxBody));
        write.MapPost("/postmortems", StartAsync).Says(Tag, "Start the postmortem of a resolved incident", StatusCodes.Status201Created, typeof(PostmortemBody));
        write.MapPut(One, ChangeAsync).Says(Tag, "Change a postmortem's texts", body: typeof(PostmortemBody));
        write.MapPut(One + "/sections/{sectionId:guid}", SaveSectionAsync).Says(Tag, "Save one section against its own version", body: typeof(SectionBody));
        write.MapPost(One + "/factors", AddFactorAsync).Says(Tag, "Add a contributing factor", StatusCodes.Status201Created, typeof(SectionBody));
        write.MapDelete(One + "/factors/{sectionId:guid}", RemoveFactorAsync).Says(Tag, "Remove a contributing factor", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version of the factor.");
        write.MapPost(One + "/review", RequestAsync).Says(Tag, "Request a review", body: typeof(PostmortemBody));
        write.MapPost(One + "/approve", ApproveAsync).Says(Tag, "Approve", body: typeof(PostmortemBody));
        write.MapPost(One + "/return", ReturnAsync).Says(Tag, "Request changes: back to draft", body: typeof(PostmortemBody));
        write.MapPost(One + "/publish", PublishAsync).Says(Tag, "Publish; from then on it is read-only", body: typeof(PostmortemBody));
        write.MapPost(One + "/reopen", ReopenAsync).Says(Tag, "Reopen a published postmortem as a draft", body: typeof(PostmortemBody));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.PageByNumber();
        var filter = new PostmortemFilter(query.Value<PostmortemStatus>("status"), query.Value<long>("incident"), query.Value<Guid>("service"), query.Search("q"));
        if (query.Problem is { } problem)
        {
            return problem;
        }
        await using var db = await desk.ReadAsync(cancellation);
        return Paged.Of(await db.PostmortemsAsync(filter, ask.AfterNumber, ask.Limit + 1, cancellation), ask, p => $"{p.IncidentNumber}").Map(PostmortemRowBody.Of).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, Desk desk, Clock clock, CancellationToken cancellation) =>
        (await ReadAsync(id, desk, clock, cancellation)).ToFound("The postmortem");

    private static async Task<IResult> InboxAsync(HttpContext http, Desk desk, Clock clock, PersonQueries people, CancellationToken cancellation)
    {
        var reader = http.User.FindPersonId()!.Value;
        var zone = (await people.GetAsync(reader, cancellation))?.TimeZone ?? "Etc/UTC";
        await using var db = await desk.ReadAsync(cancellation);
        return Answer.Of(StatusCodes.Status200OK, InboxBody.Of(await db.ReviewInboxAsync(reader, LocalDays.Today(zone, clock.Now), clock.Now, cancellation)));
    }

    private static async Task<IResult> StartAsync(Body<PostmortemDraft> body, HttpContext http, Desk desk, Clock clock, PostmortemActions actions, CancellationToken cancellation)
    {
        var started = await actions.StartAsync(body.Value.IncidentNumber, body.Value.Texts, http.ToCaller(), cancellation);
        return started.Refusal?.ToProblem()
            ?? Answer.Of(StatusCodes.Status201Created, await ReadAsync(started.Value.Id, desk, clock, cancellation), $"{ApiRoutes.Root}/postmortems/{started.Value.Id}");
    }

    private static Task<IResult> ChangeAsync(Guid id, Change<PostmortemChange, PostmortemBody> change, HttpContext http, Desk desk, Clock clock, PostmortemActions actions,
        CancellationToken cancellation) => DoAsync(id, actions.ChangeAsync(id, change.Value.Texts, change.Version, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static async Task<IResult> SaveSectionAsync(
        Guid id, Guid sectionId, Change<SectionDraft, SectionBody> change, HttpContext http, PostmortemActions actions, CancellationToken cancellation) =>
        (await actions.SaveSectionAsync(id, sectionId, change.Value.Text, change.Version, http.ToCaller(), cancellation)).ToOk(SectionBody.Of);

    private static async Task<IResult> AddFactorAsync(Guid id, Body<FactorDraft> body, HttpContext http, PostmortemActions actions, CancellationToken cancellation) =>
        (await actions.AddFactorAsync(id, body.Value.Text, http.ToCaller(), cancellation)).ToCreated(_ => $"/postmortems/{id}", SectionBody.Of);

    private static async Task<IResult> RemoveFactorAsync(Guid id, Guid sectionId, HttpContext http, PostmortemActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.RemoveFactorAsync(id, sectionId, version, http.ToCaller(), cancellation)).ToDone();
    }

    private static Task<IResult> RequestAsync(
        Guid id, Body<ReviewRequestDraft> body, HttpContext http, Desk desk, Clock clock, ReviewActions reviews, CancellationToken cancellation) =>
        DoAsync(id, reviews.RequestAsync(id, body.Value.ReviewerIds, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static Task<IResult> ApproveAsync(
        Guid id, Body<ReviewCommentDraft> body, HttpContext http, Desk desk, Clock clock, ReviewActions reviews, CancellationToken cancellation) =>
        DoAsync(id, reviews.ApproveAsync(id, body.Value.Comment, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static Task<IResult> ReturnAsync(
        Guid id, Body<ReviewCommentDraft> body, HttpContext http, Desk desk, Clock clock, ReviewActions reviews, CancellationToken cancellation) =>
        DoAsync(id, reviews.ReturnAsync(id, body.Value.Comment, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static Task<IResult> PublishAsync(
        Guid id, Body<PublishDraft> body, HttpContext http, Desk desk, Clock clock, ReviewActions reviews, CancellationToken cancellation) =>
        DoAsync(id, reviews.PublishAsync(id, body.Value.Reason, body.Value.Version, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static Task<IResult> ReopenAsync(Guid id, HttpContext http, Desk desk, Clock clock, ReviewActions reviews, CancellationToken cancellation) =>
        DoAsync(id, reviews.ReopenAsync(id, http.ToCaller(), cancellation), desk, clock, cancellation);

    private static async Task<IResult> DoAsync(Guid id, Task<Outcome<Postmortem>> verb, Desk desk, Clock clock, CancellationToken cancellation) =>
        (await verb).Refusal?.ToProblem() ?? (await ReadAsync(id, desk, clock, cancellation)).ToFound("The postmortem");

    private static async Task<PostmortemBody?> ReadAsync(Guid id, Desk desk, Clock clock, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.PostmortemAsync(id, clock.Now, cancellation) is { } view ? PostmortemBody.Of(view) : null;
    }
}
