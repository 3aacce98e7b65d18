using IncidentDesk.Runbooks;
using IncidentDesk.Runbooks.Actions;

namespace IncidentDesk.Demo;

/// <summary>Where the demo shop is, as its runbooks name it.</summary>
/// <param name="Port">Its loopback port.</param>
/// <param name="State">Full path of the folder of its state.</param>
/// <param name="Control">Full path of its control program, which the server lets command steps start.</param>
public sealed record DemoShopPlace(int Port, string State, string Control)
{
    /// <summary>The version that works.</summary>
    public const string GoodVersion = "4.8.0";

    /// <summary>The version that loses four orders in ten.</summary>
    public const string BadVersion = "4.8.1";

    /// <summary>The whole address of a path of the shop.</summary>
    public string Url(string path) => $"http://127.0.0.1:{Port}/{path}";
}

/// <summary>The three runbooks that really act on the demo shop, and one of words.</summary>
internal sealed class DemoRunbooks(RunbookActions actions)
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromMinutes(1);

    public async Task WriteAsync(DemoCast cast, DemoShopPlace shop, CancellationToken cancellation)
    {
        await AddAsync(cast, "Roll back checkout", "Checkout", cancellation,
            RollBack(shop), Check(shop, "healthz", $"version {DemoShopPlace.GoodVersion}", "Is the old version running and healthy?"));
        await AddAsync(cast, "Restart checkout", "Checkout", cancellation,
            new RunbookStep(StepKind.Command, "Restart every instance", Command: [shop.Control, "restart", shop.State]), Check(shop, "healthz", "ok: ", "Are all instances healthy?"));
        await AddAsync(cast, "Scale checkout out", "Checkout", cancellation,
            new RunbookStep(StepKind.Http, "Scale to four instances", Method: "POST", Url: shop.Url("control/instances?count=4")), Check(shop, "metrics", "shop_instances 4", "Are four instances serving customers?"));
        await AddAsync(cast, "Payment provider is down", "Payments", cancellation,
            new RunbookStep(StepKind.Text, "Check the provider", "Open the provider's status page. Is it them?"),
            new RunbookStep(StepKind.Text, "Offer another way", "Switch on *pay by invoice* in the shop's settings, and say so in the room."));
    }

    private async Task AddAsync(DemoCast cast, string name, string service, CancellationToken cancellation, params RunbookStep[] steps) =>
        (await actions.CreateAsync(new RunbookDraft(name, cast.Services[service].Id, steps), cast.By("Bo"), cancellation)).MustSucceed();

    // Where Ansible is missing, the shop is rolled back by a call to itself.
    private static RunbookStep RollBack(DemoShopPlace shop) => AnsibleAction.IsInstalled
        ? new RunbookStep(StepKind.Ansible, $"Deploy {DemoShopPlace.GoodVersion}", Playbook: "rollback.yml",
            Variables: [new NamedValue("state_folder", shop.State), new NamedValue("version", DemoShopPlace.GoodVersion)])
        : new RunbookStep(StepKind.Http, $"Deploy {DemoShopPlace.GoodVersion}", Method: "POST", Url: shop.Url($"control/deploy?version={DemoShopPlace.GoodVersion}"));

    private static RunbookStep Check(DemoShopPlace shop, string path, string text, string title) =>
        new(StepKind.Http, title, Url: shop.Url(path), ExpectedText: text, Retry: true, TimeLimit: CheckTime);
}
