using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Reach;

/// <summary>Reads again every second while a message is under way, so that people see what became of it.</summary>
public sealed partial class ContactMethodsCard : DeskPage
{
    private static readonly TimeSpan WhileMoving = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(5);

    private readonly FormState adding = new("method-");
    private readonly Dictionary<Guid, FormState> codes = [];
    private Reachability? reach;
    private string? kind = nameof(ContactKind.Email);
    private string? address;
    private string? secret;

    [Inject] private ContactMethodActions Methods { get; set; } = default!;

    [Inject] private ReachabilityQueries Queries { get; set; } = default!;

    [Inject] private PersonQueries People { get; set; } = default!;

    [Parameter, EditorRequired] public Guid PersonId { get; set; }

    /// <summary>Whether the viewer may vouch for an address, in place of its code.</summary>
    [Parameter] public bool MayVouch { get; set; }

    /// <summary>Methods were added, verified or removed.</summary>
    [Parameter] public EventCallback OnChange { get; set; }

    protected override async Task LoadAsync()
    {
        var first = reach is null;
        reach = await Queries.OfAsync(PersonId);
        if (first && reach.Methods.Count == 0)
        {
            // Most people are reached where they sign in.
            address ??= (await People.GetAsync(PersonId))?.Email;
        }
    }

    protected override TimeSpan LookEvery => reach?.Methods.Any(m => PlanText.IsMoving(m.Last)) == true ? WhileMoving : AtRest;

    private bool CanSendCode => CanSend(kind == nameof(ContactKind.Webhook) ? ContactKind.Webhook : ContactKind.Email);

    /// <summary>Whether a message can leave by methods of this kind.</summary>
    private bool CanSend(ContactKind ofKind) => ofKind != ContactKind.Email || Queries.HasMailServer;

    private FormState CodeOf(Guid method)
    {
        if (!codes.TryGetValue(method, out var code))
        {
            codes[method] = code = new FormState($"m{method:N}-");
        }
        return code;
    }

    private async Task AddAsync()
    {
        secret = null;
        var wanted = Enum.TryParse<ContactKind>(kind, out var known) ? known : ContactKind.InApp;
        if (await adding.TryAsync(() => Methods.AddAsync(PersonId, wanted, address, verified: false, By), added => (secret, address) = (added.NewSecret, null)))
        {
            await ChangedAsync();
        }
    }

    private async Task VerifyAsync(Guid method, string? code)
    {
        if (await CodeOf(method).TryAsync(() => Methods.VerifyAsync(PersonId, method, code, By)))
        {
            Toasts.Say(ReachTexts.VerifiedPagesReachYou, Tone.Success);
        }
        await ChangedAsync();
    }

    private Task ResendAsync(Guid method) => DoAsync(Methods.SendCodeAsync(PersonId, method, By), ReachTexts.NewCodeOnItsWay);

    private Task TestAsync(Guid method) => DoAsync(Methods.SendTestAsync(PersonId, method, By), ReachTexts.TestMessageOnItsWay);

    private Task VouchAsync(Guid method) => DoAsync(Methods.VouchAsync(PersonId, method, By), ReachTexts.TakenAsVerified);

    private Task RemoveAsync(Guid method) => DoAsync(Methods.RemoveAsync(PersonId, method, By), ReachTexts.Removed);

    private async Task DoAsync(Task<Outcome<ContactMethod>> verb, string done)
    {
        Say(await verb, done);
        await ChangedAsync();
    }

    private async Task ChangedAsync()
    {
        await LoadAsync();
        await OnChange.InvokeAsync();
    }
}
