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
        POST /sign-out                                      anybody

        *    /_blazor                                       viewer
        POST /_blazor/disconnect                            viewer
        POST /_blazor/negotiate                             viewer
        GET  /_blazor/initializers                          viewer
        GET  /_framework/opaque-redirect                    viewer

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
