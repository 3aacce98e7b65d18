using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>
/// Who may use which route: the least role, or anybody. This is the promise to the outside, written by hand: a route that is not listed fails
/// <see cref="EveryRouteTests"/>, so that whoever adds one says here who it is for. What is a person's own (contact methods, tokens) asks for no role;
/// its endpoint looks whose it is. One line: method (* where the route names none), pattern, role.
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
        *      /incidents/{Number:long}                                                 viewer
        *      /insights                                                                viewer
        *      /integrations                                                            viewer
        *      /integrations/new                                                        manager
        *      /integrations/{Id:guid}                                                  viewer
        *      /me                                                                      viewer
        *      /me/notifications                                                        viewer
        *      /not-found                                                               anybody
        *      /on-call                                                                 viewer
        *      /password/{Secret}                                                       anybody
        *      /people                                                                  viewer
        *      /people/new                                                              administrator
        *      /people/{Id:guid}                                                        viewer
        *      /people/{Id:guid}/edit                                                   administrator
        *      /policies                                                                viewer
        *      /policies/new                                                            manager
        *      /policies/{Id:guid}                                                      viewer
        *      /postmortems                                                             viewer
        *      /postmortems/{Number:long}                                               viewer
        *      /review                                                                  viewer
        *      /runbook-secrets                                                         administrator
        *      /runbooks                                                                viewer
        *      /runbooks/new                                                            manager
        *      /runbooks/{Id:guid}                                                      viewer
        *      /runbooks/{Id:guid}/edit                                                 manager
        *      /runs/{Id:guid}                                                          viewer
        *      /schedules                                                               viewer
        *      /schedules/new                                                           manager
        *      /schedules/{Id:guid}                                                     viewer
        *      /schedules/{Id:guid}/edit                                                manager
        *      /services                                                                viewer
        *      /services/new                                                            manager
        *      /services/{Id:guid}                                                      viewer
        *      /services/{Id:guid}/edit                                                 manager
        *      /set-up                                                                  anybody
        *      /sign-in                                                                 anybody
        *      /teams                                                                   viewer
        *      /teams/new                                                               manager
        *      /teams/{Id:guid}                                                         viewer
        *      /welcome                                                                 viewer
        POST   /incidents/{number:long}/acknowledge                                     responder
        POST   /incidents/acknowledge                                                   responder
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
        POST   /api/v1/people                                                           administrator
        PUT    /api/v1/people/{id:guid}                                                 administrator
        DELETE /api/v1/people/{id:guid}                                                 administrator
        POST   /api/v1/people/{personId:guid}/time-display                              viewer
        POST   /api/v1/people/{id:guid}/invitation                                      administrator
        GET    /api/v1/teams                                                            viewer
        GET    /api/v1/teams/{id:guid}                                                  viewer
        POST   /api/v1/teams                                                            manager
        PUT    /api/v1/teams/{id:guid}                                                  manager
        DELETE /api/v1/teams/{id:guid}                                                  manager
        GET    /api/v1/search                                                           viewer
        GET    /api/v1/services                                                         viewer
        GET    /api/v1/services/{id:guid}                                               viewer
        POST   /api/v1/services                                                         manager
        PUT    /api/v1/services/{id:guid}                                               manager
        DELETE /api/v1/services/{id:guid}                                               manager
        GET    /api/v1/escalation-policies                                              viewer
        GET    /api/v1/escalation-policies/{id:guid}                                    viewer
        POST   /api/v1/escalation-policies                                              manager
        PUT    /api/v1/escalation-policies/{id:guid}                                    manager
        DELETE /api/v1/escalation-policies/{id:guid}                                    manager
        GET    /api/v1/integrations                                                     viewer
        GET    /api/v1/integrations/{id:guid}                                           viewer
        POST   /api/v1/integrations                                                     manager
        PUT    /api/v1/integrations/{id:guid}                                           manager
        DELETE /api/v1/integrations/{id:guid}                                           manager
        GET    /api/v1/integrations/{id:guid}/rejected                                  viewer
        POST   /api/v1/integrations/{id:guid}/rotate-key                                manager
        GET    /api/v1/schedules                                                        viewer
        GET    /api/v1/schedules/{id:guid}                                              viewer
        POST   /api/v1/schedules                                                        manager
        PUT    /api/v1/schedules/{id:guid}                                              manager
        DELETE /api/v1/schedules/{id:guid}                                              manager
        GET    /api/v1/schedules/{id:guid}/shifts                                       viewer
        GET    /api/v1/schedules/{id:guid}/coverage                                     viewer
        POST   /api/v1/schedules/{id:guid}/overrides                                    responder
        DELETE /api/v1/schedules/{id:guid}/overrides/{overrideId:guid}                  responder
        GET    /api/v1/on-call                                                          viewer

        GET    /api/v1/people/{personId:guid}/contact-methods                           viewer
        POST   /api/v1/people/{personId:guid}/contact-methods                           viewer
        GET    /api/v1/people/{personId:guid}/contact-methods/{id:guid}                 viewer
        DELETE /api/v1/people/{personId:guid}/contact-methods/{id:guid}                 viewer
        GET    /api/v1/people/{personId:guid}/notification-rules                        viewer
        POST   /api/v1/people/{personId:guid}/notification-rules                        viewer
        GET    /api/v1/people/{personId:guid}/notification-rules/{id:guid}              viewer
        DELETE /api/v1/people/{personId:guid}/notification-rules/{id:guid}              viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/code            viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/test            viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/verify          viewer
        GET    /api/v1/tokens                                                           viewer
        POST   /api/v1/tokens                                                           viewer
        GET    /api/v1/tokens/{id:guid}                                                 viewer
        DELETE /api/v1/tokens/{id:guid}                                                 viewer

        GET    /api/v1/alerts                                                           viewer
        GET    /api/v1/alerts/{id:guid}                                                 viewer
        GET    /api/v1/insights/availability                                            viewer
        GET    /api/v1/insights/load                                                    viewer
        GET    /api/v1/insights/response                                                viewer
        GET    /api/v1/incidents                                                        viewer
        POST   /api/v1/incidents                                                        responder
        GET    /api/v1/incidents/{number:long}                                          viewer
        GET    /api/v1/incidents/{number:long}/timeline                                 viewer
        GET    /api/v1/incidents/{number:long}/notifications                            viewer
        GET    /api/v1/incidents/{number:long}/explain                                  viewer
        POST   /api/v1/incidents/{number:long}/acknowledge                              responder
        POST   /api/v1/incidents/{number:long}/escalate                                 responder
        GET    /api/v1/integrations/{id:guid}/irregular-events                          viewer
        POST   /api/v1/incidents/{number:long}/page-again                               responder
        POST   /api/v1/incidents/{number:long}/reassign                                 responder
        POST   /api/v1/incidents/{number:long}/mitigate                                 responder
        POST   /api/v1/incidents/{number:long}/resolve                                  responder
        POST   /api/v1/incidents/{number:long}/undo-resolve                             responder
        POST   /api/v1/incidents/{number:long}/reopen                                   responder
        POST   /api/v1/incidents/{number:long}/notes                                    responder
        GET    /api/v1/incidents/{number:long}/roles                                    viewer
        POST   /api/v1/incidents/{number:long}/roles                                    responder
        POST   /api/v1/incidents/{number:long}/roles/{role}/accept                      responder
        POST   /api/v1/incidents/{number:long}/roles/{role}/decline                     responder
        POST   /api/v1/incidents/{number:long}/updates                                  responder
        GET    /api/v1/incidents/{number:long}/tasks                                    viewer
        POST   /api/v1/incidents/{number:long}/tasks                                    responder
        PUT    /api/v1/incidents/{number:long}/tasks/{id:guid}                          responder
        DELETE /api/v1/incidents/{number:long}/tasks/{id:guid}                          responder
        POST   /api/v1/incidents/{number:long}/severity                                 responder
        PUT    /api/v1/incidents/{number:long}/timeline/{seq:long}/pin                  responder
        DELETE /api/v1/incidents/{number:long}/timeline/{seq:long}/pin                  responder

        GET    /api/v1/postmortems                                                      viewer
        POST   /api/v1/postmortems                                                      responder
        GET    /api/v1/postmortems/{id:guid}                                            viewer
        PUT    /api/v1/postmortems/{id:guid}                                            responder
        PUT    /api/v1/postmortems/{id:guid}/sections/{sectionId:guid}                  responder
        POST   /api/v1/postmortems/{id:guid}/factors                                    responder
        DELETE /api/v1/postmortems/{id:guid}/factors/{sectionId:guid}                   responder
        POST   /api/v1/postmortems/{id:guid}/review                                     responder
        POST   /api/v1/postmortems/{id:guid}/approve                                    responder
        POST   /api/v1/postmortems/{id:guid}/return                                     responder
        POST   /api/v1/postmortems/{id:guid}/publish                                    responder
        POST   /api/v1/postmortems/{id:guid}/reopen                                     responder
        GET    /api/v1/review                                                           viewer
        GET    /api/v1/action-items                                                     viewer
        POST   /api/v1/action-items                                                     responder
        GET    /api/v1/action-items/{id:guid}                                           viewer
        PUT    /api/v1/action-items/{id:guid}                                           responder

        GET    /api/v1/runbooks                                                         viewer
        GET    /api/v1/runbooks/{id:guid}                                               viewer
        POST   /api/v1/runbooks                                                         manager
        PUT    /api/v1/runbooks/{id:guid}                                               manager
        DELETE /api/v1/runbooks/{id:guid}                                               manager
        GET    /api/v1/runbook-secrets                                                  administrator
        POST   /api/v1/runbook-secrets                                                  administrator
        PUT    /api/v1/runbook-secrets/{id:guid}                                        administrator
        DELETE /api/v1/runbook-secrets/{id:guid}                                        administrator
        POST   /api/v1/incidents/{number:long}/runs                                     responder
        GET    /api/v1/runs                                                             viewer
        GET    /api/v1/runs/{id:guid}                                                   viewer
        GET    /api/v1/runs/{id:guid}/log                                               viewer
        POST   /api/v1/runs/{id:guid}/cancel                                            responder
        POST   /api/v1/runs/{id:guid}/steps/{step:int}/done                             responder

        GET    /api/v1/demo                                                             viewer
        POST   /api/v1/demo/outage                                                      responder
        DELETE /api/v1/demo                                                             administrator

        *      /api/probe/Viewer                                                        viewer
        *      /api/probe/Responder                                                     responder
        *      /api/probe/Manager                                                       manager
        *      /api/probe/Administrator                                                 administrator
        *      /api/probe/unsaid                                                        viewer
        *      /probe/page                                                              viewer
        GET    /probe/throws                                                            viewer
        """;

    /// <summary>By "METHOD pattern"; null is anybody.</summary>
    public static IReadOnlyDictionary<string, Role?> Expected { get; } = Lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => $"{words[0]} {words[1]}", words => words[2] == "anybody" ? (Role?)null : Enum.Parse<Role>(words[2], ignoreCase: true));
}
