using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>
/// Who may use which route: the least role, or anybody. This is the promise to the outside, written by hand: a route that is not listed fails
/// <see cref="EveryRouteTests"/>, so that whoever adds one says here who it is for. One line: method (* where the route names none), pattern, role.
/// </summary>
internal static class RouteTable
{
    private const string Lines =
        """
        *    /account                                       viewer
        *    /error                                         anybody
        *    /forbidden                                     viewer
        *    /not-found                                     anybody
        *    /set-up                                        anybody
        *    /sign-in                                       anybody
        *    /integrations                                  viewer
        *    /integrations/new                              manager
        *    /integrations/{Id:guid}                        viewer
        *    /me                                            viewer
        *    /on-call                                       viewer
        *    /people                                        viewer
        *    /people/new                                    administrator
        *    /people/{Id:guid}                              viewer
        *    /people/{Id:guid}/edit                         administrator
        *    /policies                                      viewer
        *    /policies/new                                  manager
        *    /policies/{Id:guid}                            viewer
        *    /schedules                                     viewer
        *    /schedules/new                                 manager
        *    /schedules/{Id:guid}                           viewer
        *    /schedules/{Id:guid}/edit                      manager
        *    /services                                      viewer
        *    /services/new                                  manager
        *    /services/{Id:guid}                            viewer
        *    /services/{Id:guid}/edit                       manager
        *    /teams                                         viewer
        *    /teams/new                                     manager
        *    /teams/{Id:guid}                               viewer
        *    /welcome                                       viewer
        POST /sign-out                                      anybody
        GET  /healthz/live                                  anybody
        GET  /healthz/ready                                 anybody

        *    /_blazor                                       viewer
        POST /_blazor/disconnect                            viewer
        POST /_blazor/negotiate                             viewer
        GET  /_blazor/initializers                          viewer
        GET  /_framework/opaque-redirect                    viewer

        GET  /openapi/{documentName}.json                   anybody
        POST /intake/{source}/{key}                        anybody
        GET    /api/v1/people                                                 viewer
        POST   /api/v1/people                                                 administrator
        GET    /api/v1/people/{id:guid}                                       viewer
        PUT    /api/v1/people/{id:guid}                                       administrator
        DELETE /api/v1/people/{id:guid}                                       administrator
        GET    /api/v1/teams                                                  viewer
        POST   /api/v1/teams                                                  manager
        GET    /api/v1/teams/{id:guid}                                        viewer
        PUT    /api/v1/teams/{id:guid}                                        manager
        DELETE /api/v1/teams/{id:guid}                                        manager
        GET    /api/v1/services                                               viewer
        POST   /api/v1/services                                               manager
        GET    /api/v1/services/{id:guid}                                     viewer
        PUT    /api/v1/services/{id:guid}                                     manager
        DELETE /api/v1/services/{id:guid}                                     manager
        GET    /api/v1/integrations                                           viewer
        POST   /api/v1/integrations                                           manager
        GET    /api/v1/integrations/{id:guid}                                 viewer
        PUT    /api/v1/integrations/{id:guid}                                 manager
        DELETE /api/v1/integrations/{id:guid}                                 manager
        GET    /api/v1/schedules                                              viewer
        POST   /api/v1/schedules                                              manager
        GET    /api/v1/schedules/{id:guid}                                    viewer
        PUT    /api/v1/schedules/{id:guid}                                    manager
        DELETE /api/v1/schedules/{id:guid}                                    manager
        GET    /api/v1/escalation-policies                                    viewer
        POST   /api/v1/escalation-policies                                    manager
        GET    /api/v1/escalation-policies/{id:guid}                          viewer
        PUT    /api/v1/escalation-policies/{id:guid}                          manager
        DELETE /api/v1/escalation-policies/{id:guid}                          manager
        GET    /api/v1/integrations/{id:guid}/rejected                        viewer
        POST   /api/v1/integrations/{id:guid}/rotate-key                      manager
        GET    /api/v1/schedules/{id:guid}/shifts                             viewer
        GET    /api/v1/schedules/{id:guid}/coverage                           viewer
        POST   /api/v1/schedules/{id:guid}/overrides                          responder
        DELETE /api/v1/schedules/{id:guid}/overrides/{overrideId:guid}        responder
        GET    /api/v1/people/{personId:guid}/contact-methods                 viewer
        POST   /api/v1/people/{personId:guid}/contact-methods                 viewer
        GET    /api/v1/people/{personId:guid}/contact-methods/{id:guid}       viewer
        DELETE /api/v1/people/{personId:guid}/contact-methods/{id:guid}       viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/code  viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/test  viewer
        POST   /api/v1/people/{personId:guid}/contact-methods/{id:guid}/verify viewer
        GET    /api/v1/people/{personId:guid}/notification-rules              viewer
        POST   /api/v1/people/{personId:guid}/notification-rules              viewer
        GET    /api/v1/people/{personId:guid}/notification-rules/{id:guid}    viewer
        DELETE /api/v1/people/{personId:guid}/notification-rules/{id:guid}    viewer
        GET    /api/v1/tokens                                                 viewer
        POST   /api/v1/tokens                                                 viewer
        GET    /api/v1/tokens/{id:guid}                                       viewer
        DELETE /api/v1/tokens/{id:guid}                                       viewer
        GET    /api/v1/alerts                                                 viewer
        GET    /api/v1/alerts/{id:guid}                                       viewer
        GET    /api/v1/incidents                                              viewer
        POST   /api/v1/incidents                                              responder
        GET    /api/v1/incidents/{number:long}                                viewer
        GET    /api/v1/incidents/{number:long}/timeline                       viewer
        GET    /api/v1/incidents/{number:long}/notifications                  viewer
        GET    /api/v1/incidents/{number:long}/explain                        viewer
        POST   /api/v1/incidents/{number:long}/acknowledge                    responder
        POST   /api/v1/incidents/{number:long}/escalate                       responder
        POST   /api/v1/incidents/{number:long}/reassign                       responder
        POST   /api/v1/incidents/{number:long}/notes                          responder
        POST   /api/v1/incidents/{number:long}/severity                       responder
        POST   /api/v1/incidents/{number:long}/roles                          responder
        POST   /api/v1/incidents/{number:long}/mitigate                       responder
        POST   /api/v1/incidents/{number:long}/resolve                        responder
        POST   /api/v1/incidents/{number:long}/undo-resolve                   responder
        POST   /api/v1/incidents/{number:long}/reopen                         responder
        GET    /api/v1/on-call                                                viewer

        *    /api/probe/Viewer                              viewer
        *    /api/probe/Responder                           responder
        *    /api/probe/Manager                             manager
        *    /api/probe/Administrator                       administrator
        *    /api/probe/unsaid                              viewer
        *    /probe/page                                    viewer
        GET  /probe/throws                                  viewer
        """;

    /// <summary>By "METHOD pattern"; null is anybody.</summary>
    public static IReadOnlyDictionary<string, Role?> Expected { get; } = Lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => $"{words[0]} {words[1]}", words => words[2] == "anybody" ? (Role?)null : Enum.Parse<Role>(words[2], ignoreCase: true));
}
