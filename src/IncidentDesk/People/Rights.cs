using IncidentDesk.Kernel;

namespace IncidentDesk.People;

/// <summary>What is done; <see cref="Rights"/> says who may.</summary>
public enum Right
{
    /// <summary>Acknowledge, ask for help, say when one arrives, join, reassign: what the link of a notification does too.</summary>
    AnswerPages,

    /// <summary>Every other verb on incidents, their tasks, roles, updates and pins.</summary>
    WorkOnIncidents,

    /// <summary>Postmortems, their reviews (<c>ReviewRules</c> says which of them asks for more) and action items.</summary>
    WritePostmortems,
    RunRunbooks,

    /// <summary>Put a person on call, or take that back; owned by that person and by the schedule's teams.</summary>
    PutOnCall,
    ConfigureServices,
    ConfigureIntegrations,
    ConfigurePolicies,
    ConfigureSchedules,
    ConfigureRunbooks,

    /// <summary>Contact methods, notification rules, tokens, password, sessions: owned by their person.</summary>
    ChangeOwnSettings,

    /// <summary>See where a person is reached; owned by that person.</summary>
    SeeAddresses,

    /// <summary>Take an address as verified without its code.</summary>
    VouchForAddresses,
    ManagePeople,
    ManageTeams,
    ManageSecrets,
    RemoveDemo,
}

/// <summary>How much of a right a role has.</summary>
public enum Grant
{
    None,

    /// <summary>For what is the person's own.</summary>
    Own,

    /// <summary>For what is their own, what one of their teams owns, and what has no team.</summary>
    OwnTeams,
    All,
}

/// <summary>One line of the table; an administrator may everything.</summary>
/// <param name="Viewer">What a viewer may.</param>
/// <param name="Responder">What a responder may.</param>
/// <param name="Manager">What a manager may.</param>
/// <param name="Does">What it is, for the sentence "Only managers can ...".</param>
/// <param name="ByLink">Whether the link of a notification does it too.</param>
public sealed record RightLine(Grant Viewer, Grant Responder, Grant Manager, string Does, bool ByLink = false)
{
    /// <summary>True when it matters whose a thing is.</summary>
    public bool AsksForOwner => new[] { Viewer, Responder, Manager }.Any(g => g is Grant.Own or Grant.OwnTeams);

    public Grant Of(Role role) => role switch
    {
        Role.Viewer => Viewer,
        Role.Responder => Responder,
        Role.Manager => Manager,
        _ => Grant.All,
    };
}

/// <summary>The table "who may". The frame of verbs (<see cref="Verbs"/>) asks it, and pages read it to hide what would be refused.</summary>
public static class Rights
{
    private const Grant No = Grant.None;

    public static IReadOnlyDictionary<Right, RightLine> Table { get; } = new Dictionary<Right, RightLine>
    {
        // Right                             Viewer     Responder   Manager
        [Right.AnswerPages] = /*          */ new(No, Grant.All, Grant.All, "respond to pages", ByLink: true),
        [Right.WorkOnIncidents] = /*      */ new(No, Grant.All, Grant.All, "work on incidents"),
        [Right.WritePostmortems] = /*     */ new(No, Grant.All, Grant.All, "write postmortems and action items"),
        [Right.RunRunbooks] = /*          */ new(No, Grant.All, Grant.All, "run runbooks"),
        [Right.PutOnCall] = /*            */ new(No, Grant.Own, Grant.OwnTeams, "add overrides for others"),
        [Right.ConfigureServices] = /*    */ new(No, No, Grant.OwnTeams, "change this service"),
        [Right.ConfigureIntegrations] = /**/ new(No, No, Grant.OwnTeams, "change this integration"),
        [Right.ConfigurePolicies] = /*    */ new(No, No, Grant.OwnTeams, "change this escalation policy"),
        [Right.ConfigureSchedules] = /*   */ new(No, No, Grant.OwnTeams, "change this schedule"),
        [Right.ConfigureRunbooks] = /*    */ new(No, No, Grant.OwnTeams, "change this runbook"),
        [Right.ChangeOwnSettings] = /*    */ new(Grant.Own, Grant.Own, Grant.Own, "change a person's settings"),
        [Right.SeeAddresses] = /*         */ new(Grant.Own, Grant.Own, Grant.Own, "see a person's addresses"),
        [Right.VouchForAddresses] = /*    */ new(No, No, No, "mark an address as verified"),
        [Right.ManagePeople] = /*         */ new(No, No, No, "change people"),
        [Right.ManageTeams] = /*          */ new(No, No, No, "change teams"),
        [Right.ManageSecrets] = /*        */ new(No, No, No, "change secrets"),
        [Right.RemoveDemo] = /*           */ new(No, No, No, "remove the demo"),
    };

    /// <summary>The least role that has any of a right.</summary>
    public static Role LeastRole(this Right right) => Enum.GetValues<Role>().First(role => Table[right].Of(role) != Grant.None);

    /// <summary>
    /// The refusal that names who can; <paramref name="teams"/> are the names of the teams that own the thing.
    /// </summary>
    public static Refusal.Forbidden Refused(this Right right, IReadOnlyList<string> teams, string? does = null)
    {
        var line = Table[right];
        var who = line switch
        {
            { Viewer: Grant.Own } => "that person and administrators",
            { Responder: Grant.All } => "responders, managers and administrators",
            { Manager: Grant.All } or { Manager: Grant.OwnTeams } when teams.Count == 0 => "managers and administrators",
            { Manager: Grant.OwnTeams } => $"managers of the team{(teams.Count == 1 ? "" : "s")} {Text.Listed(teams)}, and administrators,",
            _ => "administrators",
        };
        return new Refusal.Forbidden($"Only {who} can {does ?? line.Does}.");
    }
}
