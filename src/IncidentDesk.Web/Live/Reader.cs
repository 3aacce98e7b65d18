using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace IncidentDesk.Web.Live;

/// <summary>The person who looks at a page. <paramref name="Zone"/> is their IANA zone, for showing times.</summary>
public sealed record ReaderView(Guid PersonId, string Name, Role Role, string Zone)
{
    /// <summary>As whom they change things from a page.</summary>
    public Caller Caller => new(PersonId, Name, "web");

    /// <summary>Whether they may work on incidents.</summary>
    public bool MayRespond => Role >= Role.Responder;

    /// <summary>Whether they may change services, schedules, policies and integrations.</summary>
    public bool MayManage => Role >= Role.Manager;
}

/// <summary>Finds out once per request or circuit who looks.</summary>
public sealed class Reader(AuthenticationStateProvider access, PersonQueries people)
{
    private Task<ReaderView>? _view;

    /// <summary>Throws <see cref="InvalidOperationException"/> for the anonymous, who see no page that asks.</summary>
    public Task<ReaderView> GetAsync() => _view is { IsFaulted: false } known ? known : _view = FindAsync();

    private async Task<ReaderView> FindAsync()
    {
        var user = (await access.GetAuthenticationStateAsync()).User;
        var caller = user.ToCaller("web");
        var person = await people.GetAsync(caller.PersonId!.Value);
        return new ReaderView(caller.PersonId.Value, caller.Name, user.FindRole() ?? Role.Viewer, person?.TimeZone ?? "Etc/UTC");
    }
}
