using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Demo;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;

namespace IncidentDesk.Tests.People;

/// <summary>The verbs that there are, each asked for in a way that can be repeated: with a stale version, or about something that isn't there.</summary>
public sealed partial class WhoMayTests
{
    private static readonly Guid Nothing = Guid.NewGuid();
    private readonly List<(string Name, string Who, Func<Caller, Task<IOutcome>> Verb)> _verbs = [];

    /// <summary>Every public method of the domain that takes a caller, found in the compiled program.</summary>
    private static IEnumerable<string> AllVerbs() =>
        (from type in typeof(Verbs).Assembly.GetExportedTypes()
         where type is { IsClass: true, IsAbstract: false }
         from method in type.GetMethods()
         let takes = method.GetParameters().Select(p => p.ParameterType).ToList()
         where method is { IsSpecialName: false, Name: not "Equals" }
             && (takes.Contains(typeof(Caller)) || takes.Contains(typeof(TokenIssuer))) && !takes.Contains(typeof(DeskTransaction))
         select $"{type.Name}.{method.Name}").Distinct().Order(StringComparer.Ordinal);

    /// <summary>The name may have words after it, which tell two lines of one verb apart.</summary>
    private void Add<T>(string name, string who, Func<Caller, Task<Outcome<T>>> verb) => _verbs.Add((name, who, async by => await verb(by)));

    private async Task ListAsync()
    {
        await ListConfigurationAsync(_shop.Id, OfTheTeam, "of the team");
        await ListConfigurationAsync(null, OfNoTeam, "of no team");
        ListIncidents((await Get<IncidentActions>().OpenAsync((await ServiceAsync(null)).Id, "Checkout is down", Severity.Sev2, TestDesk.Tester)).Value.Id);
        await ListLearningAsync();
        ListPeople();
        await ListTheirOwnAsync();
    }

    private async Task<ServiceView> ServiceAsync(Guid? team, Guid? policy = null) =>
        (await Get<ServiceActions>().CreateAsync(new ServiceDraft(Name("Service"), team, EscalationPolicyId: policy), TestDesk.Tester)).Value;

    /// <summary>A service of this team, and what hangs on it; a new policy or schedule is nobody's until a service pages by it.</summary>
    private async Task ListConfigurationAsync(Guid? team, string who, string words)
    {
        var schedule = (await Get<ScheduleActions>().CreateAsync(new ScheduleDraft(Name("Schedule"), "UTC", []), TestDesk.Tester)).Value;
        var steps = new[] { new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Schedule, schedule.Id)]) };
        var policy = (await Get<PolicyActions>().CreateAsync(new PolicyDraft(Name("Policy"), steps), TestDesk.Tester)).Value;
        var service = await ServiceAsync(team, policy.Id);
        var source = await _desk.IntegrationAsync(service);
        var now = await _desk.NowAsync();
        var over = (await Get<ScheduleActions>().AddOverrideAsync(schedule.Id, new OverrideDraft(_ana.Id, now, now.AddMinutes(1)), TestDesk.Tester)).Value;
        await _desk.MoveClockAsync(TimeSpan.FromMinutes(2));
        RunbookDraft Runbook() => new(Name("Runbook"), service.Id, [new RunbookStep(StepKind.Text, Text: "Look")]);
        var runbook = (await Get<RunbookActions>().CreateAsync(Runbook(), TestDesk.Tester)).Value;

        Add($"ServiceActions.CreateAsync {words}", who, by => Get<ServiceActions>().CreateAsync(new ServiceDraft(Name("Service"), team), by));
        Add($"ServiceActions.ChangeAsync {words}", who, by => Get<ServiceActions>().ChangeAsync(service.Id, new ServiceDraft("", team), -1, by));
        Add($"ServiceActions.DeleteAsync {words}", who, by => Get<ServiceActions>().DeleteAsync(service.Id, -1, by));
        Add($"IntegrationActions.CreateAsync {words}", who, by => Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic"), by));
        Add($"IntegrationActions.ChangeAsync {words}", who, by => Get<IntegrationActions>().ChangeAsync(source.Id, new IntegrationDraft(service.Id, "generic"), -1, by));
        Add($"IntegrationActions.RotateKeyAsync {words}", who, by => Get<IntegrationActions>().RotateKeyAsync(source.Id, null, by));
        Add($"IntegrationActions.DeleteAsync {words}", who, by => Get<IntegrationActions>().DeleteAsync(source.Id, -1, by));
        Add($"RunbookActions.CreateAsync {words}", who, by => Get<RunbookActions>().CreateAsync(Runbook(), by));
        Add($"RunbookActions.ChangeAsync {words}", who, by => Get<RunbookActions>().ChangeAsync(runbook.Id, Runbook(), -1, by));
        Add($"RunbookActions.DeleteAsync {words}", who, by => Get<RunbookActions>().DeleteAsync(runbook.Id, -1, by));
        Add($"PolicyActions.CreateAsync {words}", OfNoTeam, by => Get<PolicyActions>().CreateAsync(new PolicyDraft(Name("Policy"), steps), by));
        Add($"PolicyActions.ChangeAsync {words}", who, by => Get<PolicyActions>().ChangeAsync(policy.Id, new PolicyDraft("", steps), -1, by));
        Add($"PolicyActions.DeleteAsync {words}", who, by => Get<PolicyActions>().DeleteAsync(policy.Id, -1, by));
        Add($"ScheduleActions.CreateAsync {words}", OfNoTeam, by => Get<ScheduleActions>().CreateAsync(new ScheduleDraft(Name("Schedule"), "UTC", []), by));
        Add($"ScheduleActions.ChangeAsync {words}", who, by => Get<ScheduleActions>().ChangeAsync(schedule.Id, new ScheduleDraft("", "UTC", []), -1, by));
        Add($"ScheduleActions.DeleteAsync {words}", who, by => Get<ScheduleActions>().DeleteAsync(schedule.Id, -1, by));
        Task<Outcome<OverrideView>> CoverAsync(Caller by, Guid? person) => Get<ScheduleActions>().AddOverrideAsync(schedule.Id, new OverrideDraft(person, null, null), by);
        Add($"ScheduleActions.AddOverrideAsync for somebody else {words}", who, by => CoverAsync(by, _ana.Id));
        Add($"ScheduleActions.AddOverrideAsync for oneself {words}", Working, by => CoverAsync(by, by.PersonId));
        Add($"ScheduleActions.RemoveOverrideAsync {words}", who, by => Get<ScheduleActions>().RemoveOverrideAsync(schedule.Id, over.Id, by));
        Add($"TestSignals.SendAsync {words}", Working, by => Get<TestSignals>().SendAsync(Nothing, false, by));
    }

    private void ListIncidents(Guid incident)
    {
        var (incidents, roles, tasks) = (Get<IncidentActions>(), Get<IncidentRoleActions>(), Get<IncidentTaskActions>());
        Add("IncidentActions.AcknowledgeAsync", Answering, by => incidents.AcknowledgeAsync(incident, by));
        Add("IncidentActions.ArriveAsync", Answering, by => incidents.ArriveAsync(incident, TimeSpan.FromMinutes(10), by));
        Add("EscalationActions.EscalateAsync", Answering, by => Get<EscalationActions>().EscalateAsync(incident, by));
        Add("EscalationActions.ReassignAsync", Answering, by => Get<EscalationActions>().ReassignAsync(incident, _ana.Id, by));
        Add("EscalationActions.PageAgainAsync", Working, by => Get<EscalationActions>().PageAgainAsync(incident, by));
        Add("IncidentActions.OpenAsync", Working, by => incidents.OpenAsync(Nothing, "Down", Severity.Sev3, by));
        Add("IncidentActions.NoteAsync", Working, by => incidents.NoteAsync(incident, "Looked", by));
        Add("IncidentActions.SetSeverityAsync", Working, by => incidents.SetSeverityAsync(incident, Severity.Sev3, by));
        Add("IncidentActions.MitigateAsync", Working, by => incidents.MitigateAsync(incident, by));
        Add("IncidentActions.ResolveAsync", Working, by => incidents.ResolveAsync(incident, by));
        Add("IncidentActions.LaterAsync", Working, by => incidents.LaterAsync(incident, LateChange.Resolve, by));
        Add("IncidentActions.UndoAsync", Working, by => incidents.UndoAsync(incident, LateChange.Resolve, by));
        Add("WatchActions.WatchAsync", TheirOwn, by => Get<WatchActions>().WatchAsync(WatchKind.Incident, incident, by));
        Add("WatchActions.UnwatchAsync", TheirOwn, by => Get<WatchActions>().UnwatchAsync(WatchKind.Incident, incident, by));
        Add("IncidentActions.ReopenAsync", Working, by => incidents.ReopenAsync(incident, by));
        Add("IncidentRoleActions.OfferAsync", Working, by => roles.OfferAsync(incident, IncidentRole.Scribe, _ana.Id, by));
        Add("IncidentRoleActions.AcceptAsync", Working, by => roles.AcceptAsync(incident, IncidentRole.Scribe, by));
        Add("IncidentRoleActions.DeclineAsync", Working, by => roles.DeclineAsync(incident, IncidentRole.Scribe, by));
        Add("IncidentRoleActions.FreeAsync", Working, by => roles.FreeAsync(incident, IncidentRole.Scribe, by));
        Add("IncidentTaskActions.AddAsync", Working, by => tasks.AddAsync(incident, new TaskDraft("Look"), by));
        Add("IncidentTaskActions.ChangeAsync", Working, by => tasks.ChangeAsync(incident, Nothing, new TaskDraft("Look"), 1, by));
        Add("IncidentTaskActions.RemoveAsync", Working, by => tasks.RemoveAsync(incident, Nothing, by));
        Add("StatusUpdateActions.UpdateAsync", Working, by => Get<StatusUpdateActions>().UpdateAsync(incident, "We look", null, by));
        Add("PinActions.PinAsync", Working, by => Get<PinActions>().PinAsync(incident, 1, by));
        Add("PinActions.UnpinAsync", Working, by => Get<PinActions>().UnpinAsync(incident, 1, by));
        Add("RunActions.StartAsync", Working, by => Get<RunActions>().StartAsync(incident, Nothing, false, by));
        Add("RunActions.CancelAsync", Working, by => Get<RunActions>().CancelAsync(Nothing, by));
        Add("RunActions.DoneAsync", Working, by => Get<RunActions>().DoneAsync(Nothing, 0, by));
    }

    private async Task ListLearningAsync()
    {
        var incident = (await Get<IncidentActions>().OpenAsync((await ServiceAsync(null)).Id, "It was down", Severity.Sev2, TestDesk.Tester)).Value;
        (await Get<IncidentActions>().ResolveAsync(incident.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var (write, review) = (Get<PostmortemActions>(), Get<ReviewActions>());
        var id = (await write.StartAsync(incident.Number, null, TestDesk.Tester)).Value.Id;
        (await review.RequestAsync(id, [_ana.Id], TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var tooLong = new string('x', ReviewRules.LongestComment + 1);
        var item = new ActionItemDraft("", Nothing, new DateOnly(2027, 3, 1), id);
        Add("PostmortemActions.StartAsync", Working, by => write.StartAsync(incident.Number, null, by));
        Add("PostmortemActions.SaveSectionAsync", Working, by => write.SaveSectionAsync(id, Nothing, "x", 1, by));
        Add("PostmortemActions.AddFactorAsync", Working, by => write.AddFactorAsync(id, "x", by));
        Add("PostmortemActions.RemoveFactorAsync", Working, by => write.RemoveFactorAsync(id, Nothing, null, by));
        Add("PostmortemActions.ChangeAsync", Working, by => write.ChangeAsync(id, new PostmortemTexts(), -1, by));
        Add("ActionItemActions.CreateAsync", Working, by => Get<ActionItemActions>().CreateAsync(item, by));
        Add("ActionItemActions.ChangeAsync", Working, by => Get<ActionItemActions>().ChangeAsync(Nothing, item, 1, by));
        Add("ReviewActions.RequestAsync", Working, by => review.RequestAsync(id, [], by));
        Add("ReviewActions.ReopenAsync", Working, by => review.ReopenAsync(id, by));
        Add("ReviewActions.PublishAsync", Working, by => review.PublishAsync(id, null, -1, by));
        Add("ReviewActions.ApproveAsync", Reviewing, by => review.ApproveAsync(id, tooLong, by));
        Add("ReviewActions.ReturnAsync", Reviewing, by => review.ReturnAsync(id, tooLong, by));
    }

    private void ListPeople()
    {
        var raised = new PersonDraft("Me", "me@example.com", Role.Administrator);
        var (people, teams, secrets) = (Get<PersonActions>(), Get<TeamActions>(), Get<SecretActions>());
        Add("PersonActions.CreateAsync", Administrators, by => people.CreateAsync(new PersonDraft("", "", Role.Viewer), by));
        Add("PersonActions.ChangeAsync another's role", Administrators, by => people.ChangeAsync(_ana.Id, new PersonDraft(_ana.Name, _ana.Email, Role.Manager), -1, by));
        Add("PersonActions.ChangeAsync one's own role", Administrators, by => people.ChangeAsync(by.PersonId ?? Nothing, raised, -1, by));
        Add("PersonActions.ChangeAsync one's own name", TheirOwn, by => people.ChangeAsync(by.PersonId ?? Nothing, OwnName(by), -1, by));
        Add("PersonActions.DisableAsync", Administrators, by => people.DisableAsync(_ana.Id, -1, by));
        Add("AccessLinkActions.InviteAsync", Administrators, by => Get<AccessLinkActions>().InviteAsync(Nothing, false, by));
        Add("TeamActions.CreateAsync", Administrators, by => teams.CreateAsync(new TeamDraft(Name("Team")), by));
        Add("TeamActions.ChangeAsync", Administrators, by => teams.ChangeAsync(_shop.Id, new TeamDraft("Shop", by.PersonId is { } me ? [me] : []), -1, by));
        Add("TeamActions.DeleteAsync", Administrators, by => teams.DeleteAsync(_shop.Id, -1, by));
        Add("SecretActions.CreateAsync", Administrators, by => secrets.CreateAsync(new SecretDraft(Name("secret").Replace(' ', '-'), "long enough"), by));
        Add("SecretActions.ChangeAsync", Administrators, by => secrets.ChangeAsync(Nothing, new SecretValueDraft("long enough"), 1, by));
        Add("SecretActions.DeleteAsync", Administrators, by => secrets.DeleteAsync(Nothing, null, by));
        Add("DemoActions.StartOutageAsync", Working, by => Get<DemoActions>().StartOutageAsync(by));
        Add("DemoActions.RemoveAsync", Administrators, by => Get<DemoActions>().RemoveAsync(by));
    }

    /// <summary>What people change of themselves; the address and the role stay.</summary>
    private PersonDraft OwnName(Caller by) => new("Me", $"{by.Name.ToLowerInvariant()}@example.com", _roles.GetValueOrDefault(by.PersonId ?? Nothing));

    private async Task ListTheirOwnAsync()
    {
        var (methods, rules, tokens) = (Get<ContactMethodActions>(), Get<NotificationRuleActions>(), Get<TokenActions>());
        Add("NotificationActions.SeenAsync", TheirOwn, by => Get<NotificationActions>().SeenAsync(by));
        (Func<Caller, Guid>, string, string)[] kinds = [(by => by.PersonId ?? Nothing, TheirOwn, "one's own"), (_ => _ana.Id, Administrators, "another's")];
        TokenIssuer Issuer(Caller by) => new(by, Role.Administrator);
        foreach (var (whose, who, words) in kinds)
        {
            Add($"ContactMethodActions.AddAsync {words}", who, by => methods.AddAsync(whose(by), ContactKind.Email, "not an address", false, by));
            Add($"ContactMethodActions.AddAsync verified {words}", Administrators, by => methods.AddAsync(whose(by), ContactKind.Email, "not an address", true, by));
            Add($"ContactMethodActions.SendCodeAsync {words}", who, by => methods.SendCodeAsync(whose(by), Nothing, by));
            Add($"ContactMethodActions.VerifyAsync {words}", who, by => methods.VerifyAsync(whose(by), Nothing, "1", by));
            Add($"ContactMethodActions.VouchAsync {words}", Administrators, by => methods.VouchAsync(whose(by), Nothing, by));
            Add($"ContactMethodActions.RemoveAsync {words}", who, by => methods.RemoveAsync(whose(by), Nothing, by));
            Add($"ContactMethodActions.SendTestAsync {words}", who, by => methods.SendTestAsync(whose(by), Nothing, by));
            Add($"NotificationRuleActions.AddAsync {words}", who, by => rules.AddAsync(whose(by), RuleFor.High, TimeSpan.Zero, Nothing, by));
            Add($"NotificationRuleActions.RemoveAsync {words}", who, by => rules.RemoveAsync(whose(by), Nothing, by));
            Add($"TokenActions.IssueAsync {words}", who, by => tokens.IssueAsync(Issuer(by), new TokenRequest(whose(by), Name("token"), Role.Viewer), CancellationToken.None));
            Add($"TimeDisplayActions.ReadUtcAsync {words}", who, by => Get<TimeDisplayActions>().ReadUtcAsync(whose(by), false, by));
            Add($"SessionActions.EndAllAsync {words}", who, by => Get<SessionActions>().EndAllAsync(by, whose(by), false, CancellationToken.None));
        }
        var anas = (await tokens.IssueAsync(Issuer(TestDesk.Tester), new TokenRequest(_ana.Id, "Ana's", Role.Viewer), CancellationToken.None)).Value.Token;
        Add("TokenActions.RevokeAsync another's", Administrators, by => tokens.RevokeAsync(Issuer(by), anas.Id, CancellationToken.None));
        Add("SessionActions.EndAsync another's", Administrators, async by => await Get<SessionActions>().EndAsync(by, await BeginSessionAsync(_ana.Id), CancellationToken.None));
        Add("SessionActions.EndAsync of nobody", TheirOwn, by => Get<SessionActions>().EndAsync(by, Nothing, CancellationToken.None));
        Add("TokenActions.RevokeAsync of nobody", TheirOwn, by => tokens.RevokeAsync(Issuer(by), Nothing, CancellationToken.None));
    }
    private async Task<Guid> BeginSessionAsync(Guid person)
    {
        await using var db = await _desk.Desk.ReadAsync();
        var account = (await db.FindAsync<Account>(person))!;
        return (await Get<SessionActions>().BeginAsync(account, "a browser", "203.0.113.9", CancellationToken.None))!.Basis.SessionId;
    }
}
