using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Welcome;

/// <summary>One thing to do before the desk can wake anybody.</summary>
/// <param name="Title">What.</param>
/// <param name="Text">Why, or what is missing still.</param>
/// <param name="Done">Whether the data says that it is done.</param>
/// <param name="Href">Where it is done.</param>
/// <param name="Action">The words on the way there.</param>
public sealed record SetUpStep(string Title, string Text, bool Done, string Href, string Action);

/// <summary>
/// What is left to set up, read from what there is: nobody ticks anything by hand. Each viewer sees the steps that their role may take; being reached is
/// everybody's own.
/// </summary>
public sealed class SetUpProgress(ServiceQueries services, IntegrationQueries integrations, PersonQueries people, ReachabilityQueries reach)
{
    /// <summary>The steps in the order in which to take them.</summary>
    public async Task<IReadOnlyList<SetUpStep>> ForAsync(Viewer viewer, CancellationToken cancellation)
    {
        var steps = new List<SetUpStep>();
        if (viewer.Role >= Role.Manager)
        {
            steps.Add(await ServiceAsync(cancellation));
            steps.Add(await SourceAsync(cancellation));
        }
        if (viewer.Role >= Role.Administrator)
        {
            steps.Add(await PeopleAsync(cancellation));
        }
        var verified = (await reach.ReachableAsync([viewer.Id], cancellation)).Count > 0;
        var told = await reach.WasToldAsync(viewer.Id, cancellation);
        steps.Add(new("Verify a contact method", verified ? "A page reaches you outside the program." : "So that a page reaches you outside the program: a mail address, or a webhook.",
            verified, "/me", "Add one"));
        steps.Add(new("Send yourself a test message", told ? "A message has gone out to you." : "To see what it looks like before it counts.", told, "/me", "Send one"));
        return steps;
    }

    private async Task<SetUpStep> ServiceAsync(CancellationToken cancellation)
    {
        var any = (await services.ListAsync(new PageAsk(null, 1), null, cancellation)).Items.Count > 0;
        return new("Add a service", any ? "There is something that can break." : "What can break, who owns it, and who is asked.", any, "/services/new", "Add a service");
    }

    private async Task<SetUpStep> SourceAsync(CancellationToken cancellation)
    {
        var known = (await integrations.ListAsync(new PageAsk(null, PageAsk.MostItems), withKeys: false, null, cancellation)).Items;
        return known switch
        {
            [] => new("Connect a source", "Alertmanager, or anything that can send JSON. You get the configuration to copy.", false, "/integrations/new", "Connect one"),
            _ when known.Any(i => i.LastSignalAt is not null) => new("Connect a source", "Signals arrive.", true, "/integrations", "See them"),
            _ => new("Connect a source", "Connected, but no signal has come yet.", false, $"/integrations/{known[0].Id}", "Send the first signal"),
        };
    }

    private async Task<SetUpStep> PeopleAsync(CancellationToken cancellation)
    {
        var here = (await people.ListAsync(new PageAsk(null, 10), null, cancellation)).Items.Count(p => p.DisabledAt is null);
        return new("Add people", here > 1 ? "You are not alone with it." : "Nobody should be on call alone. They verify their own contact methods.", here > 1, "/people/new", "Add a person");
    }
}
