using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>
/// Who may use which route: a right of the table "who may", whose least role gets in, a role for what is only read, or anybody. This is the promise to the
/// outside, written by hand: a route that is not listed fails <see cref="EveryRouteTests"/>, so that whoever adds one says here who it is for. What is a
/// person's own (contact methods, tokens) asks for no role; its verb looks whose it is. One line: method (* where the route names none), pattern, who.
/// </summary>
internal static class RouteTable
{
    private const string Lines =
        """
        *      /                                                                        viewer
        *      /account                                                                 viewer
        *      /action-items                                                            viewer
        *      /demo                                                                    viewer
        *      /error                                                                   anybody
        *      /forbidden                                                               viewer
        *      /forgot-password                                                         anybody
        *      /incidents                                                               viewer
        *      /incidents/new                                                           responder
        *      /incidents/{Number:long}                                                 viewer
        *      /incidents/{Number:long}/watch                                           viewer
        *      /insights                                                                viewer
        *      /integrations                                                            viewer
        *      /integrations/new                                                        ConfigureIntegrations
        *      /integrations/{Id:guid}                                                  viewer
        *      /me                                                                      viewer
        *      /me/notifications                                                        viewer
        *      /not-found                                                               anybody
        *      /on-call                                                                 viewer
        *      /password/{Secret}                                                       anybody
        *      /people                                                                  viewer
        *      /people/new                                                              ManagePeople
        *      /people/{Id:guid}                                                        viewer
        *      /people/{Id:guid}/edit                                                   ManagePeople
        *      /policies                                                                viewer
        *      /policies/new                                                            ConfigurePolicies
        *      /policies/{Id:guid}                                                      viewer
        *      /postmortems                                                             viewer
        *      /postmortems/{Number:long}                                               viewer
        *      /review                                                                  viewer
        *      /runbook-secrets                                                         ManageSecrets
        *      /runbooks                                                                viewer
        *      /runbooks/new                                                            ConfigureRunbooks
        *      /runbooks/{Id:guid}                                                      viewer
        *      /runbooks/{Id:guid}/edit                                                 ConfigureRunbooks
        *      /runs/{Id:guid}                                                          viewer
        *      /schedules                                                               viewer
        *      /schedules/new                                                           ConfigureSchedules
        *      /schedules/{Id:guid}                                                     viewer
        *      /schedules/{Id:guid}/edit                                                ConfigureSchedules
        *      /services                                                                viewer
        *      /services/new                                                            ConfigureServices
        *      /services/{Id:guid}                                                      viewer
        *      /services/{Id:guid}/edit                                                 ConfigureServices
        *      /asleep                                                                  anybody
        *      /set-up                                                                  anybody
        *      /sign-in                                                                 anybody
        *      /teams                                                                   viewer
        *      /teams/new                                                               ManageTeams
        *      /teams/{Id:guid}                                                         viewer
        *      /welcome                                                                 viewer
        POST   /incidents/{number:long}/acknowledge                                     AnswerPages
        POST   /incidents/acknowledge                                                   AnswerPages
        POST   /sign-out                                                                anybody
        POST   /times                                                                   viewer
        GET    /postmortems/{number:long}.md                                            viewer
        GET    /p/{token}                                                               anybody
        POST   /p/{token}                                                               anybody

        *      /hubs/desk                                                               viewer
        *      /hubs/desk/negotiate                                                     viewer
        *      /_blazor                                                                 viewer
        *      /_blazor/disconnect                                                      anybody
        *      /_blazor/negotiate                                                       viewer
        *      /_blazor/initializers                                                    viewer
        GET    /_framework/opaque-redirect                                              viewer
        GET    /{**path:file}                                                           viewer
        HEAD   /{**path:file}                                                           viewer

        GET    /healthz/live                                                            anybody
        GET    /healthz/ready                                                           anybody
        GET    /healthz/engine                                                          anybody
        GET    /openapi/{documentName}.json                                             anybody
        GET    /metrics                                                                 viewer
        POST   /intake/{source}/{key}                                                   anybody

        GET    /api/v1/people                                                           viewer
        GET    /api/v1/people/{id:guid}                                                 viewer
        POST   /api/v1/people                                                           ManagePeople
        PUT    /api/v1/people/{id:guid}                                                 ChangeOwnSettings
        DELETE /api/v1/people/{id:guid}                                                 ManagePeople
        POST   /api/v1/people/{personId:guid}/time-display                              ChangeOwnSettings
        POST   /api/v1/people/{id:guid}/invitation                                      ManagePeople
        GET    /api/v1/sessions                                                         viewer
        DELETE /api/v1/sessions                                                         ChangeOwnSettings
        DELETE /api/v1/sessions/{id:guid}                                               ChangeOwnSettings
        GET    /api/v1/teams                                                            viewer
        GET    /api/v1/teams/{id:guid}                                                  viewer
        POST   /api/v1/teams                                                            ManageTeams
        PUT    /api/v1/teams/{id:guid}                                                  ManageTeams
        DELETE /api/v1/teams/{id:guid}                                                  ManageTeams
        GET    /api/v1/search                                                           viewer
        GET    /api/v1/services                                                         viewer
        GET    /api/v1/services/{id:guid}                                               viewer
        POST   /api/v1/services                                                         ConfigureServices
        PUT    /api/v1/services/{id:guid}                                               ConfigureServices
        DELETE /api/v1/services/{id:guid}                                               ConfigureServices
        GET    /api/v1/escalation-policies                                              viewer
        GET    /api/v1/escalation-policies/{id:guid}                                    viewer
        POST   /api/v1/escalation-policies                                              ConfigurePolicies
        PUT    /api/v1/escalation-policies/{id:guid}                                    ConfigurePolicies
        DELETE /api/v1/escalation-policies/{id:guid}                                    ConfigurePolicies
        GET    /api/v1/integrations                                                     viewer
        GET    /api/v1/integrations/{id:guid}                                           viewer
        POST   /api/v1/integrations                                                     ConfigureIntegrations
        PUT    /api/v1/integrations/{id:guid}                                           ConfigureIntegrations
        DELETE /api/v1/integrations/{id:guid}                                           ConfigureIntegrations
        GET    /api/v1/integrations/{id:guid}/rejected                                  viewer
        POST   /api/v1/integrations/{id:guid}/rotate-key                                ConfigureIntegrations
        GET    /api/v1/schedules                                                        viewer
        GET    /api/v1/schedules/{id:guid}                                              viewer
        POST   /api/v1/schedules                                                        ConfigureSchedules
        PUT    /api/v1/schedules/{id:guid}                                              ConfigureSchedules
        DELETE /api/v1/schedules/{id:guid}                                              ConfigureSchedules
        GET    /api/v1/schedules/{id:guid}/shifts                                       viewer
        GET    /api/v1/schedules/{id:guid}/coverage                                     viewer
        POST   /api/v1/schedules/{id:guid}/overrides                                    PutOnCall
        DELETE /api/v1/schedules/{id:guid}/overrides/{overrideId:guid}                  PutOnCall
        GET    /api/v1/on-call                                                          viewer

        GET    /api/v1/people/{personId:guid}/contact-methods                           viewer
        POST   /api/v1/people/{personId:guid}/contact-methods                           ChangeOwnSettings
        GET    /api/v1/people/{personId:guid}/contact-methods/{id:guid}                 viewer
        DELETE /api/v1/people/{personId:guid}/contact-methods/{id:guid}                 ChangeOwnSettings
        GET    /api/v1/people/{personId:guid}/notification-rules                        viewer
        POST   /api/v1/people/{personId:guid}/notification-rules                        ChangeOwnSettings
        GET    /api/v1/people/{personId:guid}/notification-rules/{id:guid}              viewer
        DELETE /api/v1/people/{personId:guid}/notification-rules/{id:guid}              ChangeOwnSettings
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/code            ChangeOwnSettings
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/test            ChangeOwnSettings
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/verify          ChangeOwnSettings
        GET    /api/v1/tokens                                                           viewer
        POST   /api/v1/tokens                                                           ChangeOwnSettings
        GET    /api/v1/tokens/{id:guid}                                                 viewer
        DELETE /api/v1/tokens/{id:guid}                                                 ChangeOwnSettings

        GET    /api/v1/alerts                                                           viewer
        GET    /api/v1/alerts/{id:guid}                                                 viewer
        GET    /api/v1/insights/availability                                            viewer
        GET    /api/v1/insights/load                                                    viewer
        GET    /api/v1/insights/response                                                viewer
        GET    /api/v1/incidents                                                        viewer
        POST   /api/v1/incidents                                                        WorkOnIncidents
        GET    /api/v1/incidents/{number:long}                                          viewer
        GET    /api/v1/incidents/{number:long}/timeline                                 viewer
        GET    /api/v1/incidents/{number:long}/notifications                            viewer
        GET    /api/v1/incidents/{number:long}/explain                                  viewer
        GET    /api/v1/integrations/{id:guid}/irregular-events                          viewer
        POST   /api/v1/incidents/{number:long}/acknowledge                              AnswerPages
        POST   /api/v1/incidents/{number:long}/escalate                                 AnswerPages
        POST   /api/v1/incidents/{number:long}/page-again                               WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/reassign                                 AnswerPages
        POST   /api/v1/incidents/{number:long}/mitigate                                 WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/resolve                                  WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/undo-mitigate                            WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/undo-resolve                             WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/reopen                                   WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/notes                                    WorkOnIncidents
        GET    /api/v1/incidents/{number:long}/roles                                    viewer
        POST   /api/v1/incidents/{number:long}/roles                                    WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/roles/{role}/accept                      WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/roles/{role}/decline                     WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/updates                                  WorkOnIncidents
        GET    /api/v1/incidents/{number:long}/tasks                                    viewer
        POST   /api/v1/incidents/{number:long}/tasks                                    WorkOnIncidents
        PUT    /api/v1/incidents/{number:long}/tasks/{id:guid}                          WorkOnIncidents
        DELETE /api/v1/incidents/{number:long}/tasks/{id:guid}                          WorkOnIncidents
        POST   /api/v1/incidents/{number:long}/severity                                 WorkOnIncidents
        PUT    /api/v1/incidents/{number:long}/timeline/{seq:long}/pin                  WorkOnIncidents
        DELETE /api/v1/incidents/{number:long}/timeline/{seq:long}/pin                  WorkOnIncidents
        PUT    /api/v1/incidents/{number:long}/watch                                    ChangeOwnSettings
        DELETE /api/v1/incidents/{number:long}/watch                                    ChangeOwnSettings
        GET    /api/v1/incidents/{number:long}/watchers                                 viewer
        PUT    /api/v1/services/{id:guid}/watch                                         ChangeOwnSettings
        DELETE /api/v1/services/{id:guid}/watch                                         ChangeOwnSettings
        GET    /api/v1/services/{id:guid}/watchers                                      viewer
        PUT    /api/v1/teams/{id:guid}/watch                                            ChangeOwnSettings
        DELETE /api/v1/teams/{id:guid}/watch                                            ChangeOwnSettings
        GET    /api/v1/teams/{id:guid}/watchers                                         viewer
        GET    /api/v1/people/{personId:guid}/watches                                   viewer

        GET    /api/v1/postmortems                                                      viewer
        POST   /api/v1/postmortems                                                      WritePostmortems
        GET    /api/v1/postmortems/{id:guid}                                            viewer
        PUT    /api/v1/postmortems/{id:guid}                                            WritePostmortems
        PUT    /api/v1/postmortems/{id:guid}/sections/{sectionId:guid}                  WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/factors                                    WritePostmortems
        DELETE /api/v1/postmortems/{id:guid}/factors/{sectionId:guid}                   WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/review                                     WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/approve                                    WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/return                                     WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/publish                                    WritePostmortems
        POST   /api/v1/postmortems/{id:guid}/reopen                                     WritePostmortems
        GET    /api/v1/review                                                           viewer
        GET    /api/v1/action-items                                                     viewer
        POST   /api/v1/action-items                                                     WritePostmortems
        GET    /api/v1/action-items/{id:guid}                                           viewer
        PUT    /api/v1/action-items/{id:guid}                                           WritePostmortems

        GET    /api/v1/runbooks                                                         viewer
        GET    /api/v1/runbooks/{id:guid}                                               viewer
        POST   /api/v1/runbooks                                                         ConfigureRunbooks
        PUT    /api/v1/runbooks/{id:guid}                                               ConfigureRunbooks
        DELETE /api/v1/runbooks/{id:guid}                                               ConfigureRunbooks
        GET    /api/v1/runbook-secrets                                                  ManageSecrets
        POST   /api/v1/runbook-secrets                                                  ManageSecrets
        PUT    /api/v1/runbook-secrets/{id:guid}                                        ManageSecrets
        DELETE /api/v1/runbook-secrets/{id:guid}                                        ManageSecrets
        POST   /api/v1/incidents/{number:long}/runs                                     RunRunbooks
        GET    /api/v1/runs                                                             viewer
        GET    /api/v1/runs/{id:guid}                                                   viewer
        GET    /api/v1/runs/{id:guid}/log                                               viewer
        POST   /api/v1/runs/{id:guid}/cancel                                            RunRunbooks
        POST   /api/v1/runs/{id:guid}/steps/{step:int}/done                             RunRunbooks

        GET    /api/v1/demo                                                             viewer
        POST   /api/v1/demo/outage                                                      WorkOnIncidents
        DELETE /api/v1/demo                                                             RemoveDemo

        *      /api/probe/Viewer                                                        viewer
        *      /api/probe/Responder                                                     responder
        *      /api/probe/Manager                                                       manager
        *      /api/probe/Administrator                                                 administrator
        *      /api/probe/unsaid                                                        viewer
        *      /probe/page                                                              viewer
        GET    /probe/throws                                                            viewer
        """;

    private static readonly Dictionary<string, string> Words = Lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => $"{words[0]} {words[1]}", words => words[2]);

    /// <summary>By "METHOD pattern"; null is anybody.</summary>
    public static IReadOnlyDictionary<string, Role?> Expected { get; } = Words.ToDictionary(line => line.Key, line => line.Value == "anybody" ? (Role?)null
        : Enum.TryParse<Right>(line.Value, out var right) ? right.LeastRole() : Enum.Parse<Role>(line.Value, ignoreCase: true));

    /// <summary>The routes that change something: no token of scope viewer gets in.</summary>
    public static IReadOnlySet<string> Verbs { get; } = Words.Where(line => Enum.TryParse<Right>(line.Value, out _)).Select(line => line.Key).ToHashSet();
}
