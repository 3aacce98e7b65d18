using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Demo;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Insights;
using IncidentDesk.Jobs;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Searching;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk;

/// <summary>The whole domain, registered; everything above it (the web, a test) only adds doors.</summary>
public static class DomainServices
{
    public static IServiceCollection AddDomain(this IServiceCollection services, DeskPools pools, SecretBox box, NotificationSettings notifications, DeadManSettings deadMan,
        RunbookSettings? runbooks = null) => services
        .AddDeskStorage(pools)
        .AddSingleton(box)
        .AddJobs()
        .AddPeople()
        .AddSignIn()
        .AddCatalog()
        .AddOnCall()
        .AddNotifications(notifications)
        .AddIncidents()
        .AddAlerts()
        .AddIntegrations()
        .AddPolicies()
        .AddEscalation(deadMan)
        .AddRunbooks(runbooks ?? RunbookSettings.None)
        .AddPostmortems()
        .AddInsights()
        .AddSingleton<SearchQueries>()
        .AddDemo();
}
