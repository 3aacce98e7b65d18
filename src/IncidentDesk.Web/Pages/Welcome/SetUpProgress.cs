using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
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
public sealed class SetUpProgress(ServiceQueries services, IntegrationQueries integrations, PersonQueries people, PolicyQueries policies, ReachabilityQueries reach)
{
    /// <summary>The steps in the order in which to take them.</summary>
    public async Task<IReadOnlyList<SetUpStep>> ForAsync(Viewer viewer)
    {
        var steps = new List<SetUpStep>();
        var known = viewer.Role >= Role.Manager ? (await services.ListAsync(new PageAsk(null, PageAsk.MostItems), null)).Items : [];
        if (viewer.Role >= Role.Manager)
        {
            steps.Add(Service(known));
            steps.Add(await SourceAsync());
        }
        if (viewer.Role >= Role.Administrator)
        {
            steps.Add(await PeopleAsync());
        }
        if (viewer.Role >= Role.Manager)
        {
            steps.Add(await PolicyAsync(known));
        }
        var verified = (await reach.ReachableAsync([viewer.Id])).Count > 0;
        var told = await reach.WasToldAsync(viewer.Id);
        var waits = (await reach.WaitForMailServerAsync([viewer.Id])).Count > 0;
        steps.Add(waits
            ? new(WelcomeTexts.SetAMailServer, WelcomeTexts.MailWaits, false, "/me", WelcomeTexts.SeeHow)
            : new(WelcomeTexts.VerifyAContactMethod, verified ? WelcomeTexts.MethodVerified : WelcomeTexts.MethodMissing, verified, "/me", WelcomeTexts.AddOne));
        steps.Add(new(WelcomeTexts.SendYourselfATest, told ? WelcomeTexts.MessageHasGoneOut : WelcomeTexts.SeeWhatItLooksLike, told, "/me", WelcomeTexts.SendOne));
        return steps;
    }

    private static SetUpStep Service(IReadOnlyList<ServiceView> known) => new(
        WelcomeTexts.AddAService, known.Count > 0 ? WelcomeTexts.ServiceThere : WelcomeTexts.ServiceMissing, known.Count > 0, "/services/new", WelcomeTexts.AddAService);

    private async Task<SetUpStep> SourceAsync()
    {
        var known = (await integrations.ListAsync(new PageAsk(null, PageAsk.MostItems), null, null)).Items;
        return known switch
        {
            [] => new(WelcomeTexts.ConnectASource, WelcomeTexts.SourceMissing, false, "/integrations/new", WelcomeTexts.ConnectOne),
            _ when known.Any(i => i.LastSignalAt is not null) => new(WelcomeTexts.ConnectASource, WelcomeTexts.SignalsArrive, true, "/integrations", WelcomeTexts.SeeThem),
            _ => new(WelcomeTexts.ConnectASource, WelcomeTexts.SourceSilent, false, $"/integrations/{known[0].Id}", WelcomeTexts.SendFirstSignal),
        };
    }

    private async Task<SetUpStep> PeopleAsync()
    {
        var here = (await people.ListAsync(new PageAsk(null, 10), null)).Items.Count(p => p.DisabledAt is null);
        return new(WelcomeTexts.AddPeople, here > 1 ? WelcomeTexts.YouAreNotAlone : WelcomeTexts.YouAreAlone, here > 1, "/people/new", WelcomeTexts.AddAPerson);
    }

    /// <summary>A policy counts once a service follows it; it comes after the people that it names.</summary>
    private async Task<SetUpStep> PolicyAsync(IReadOnlyList<ServiceView> known)
    {
        if (known.Any(s => s.EscalationPolicyId is not null))
        {
            return new(WelcomeTexts.SayWhoIsNext, WelcomeTexts.PolicyFollowed, true, "/policies", WelcomeTexts.SeeThem);
        }
        var any = (await policies.ListAsync(new PageAsk(null, 1))).Items.Count > 0;
        return any && known is [var first, ..]
            ? new(WelcomeTexts.SayWhoIsNext, WelcomeTexts.PolicyNotFollowed, false, $"/services/{first.Id}/edit", WelcomeTexts.ChooseIt)
            : new(WelcomeTexts.SayWhoIsNext, WelcomeTexts.PolicyMissing, false, "/policies/new", WelcomeTexts.AddAPolicy);
    }
}
