using IncidentDesk.OnCall;
using IncidentDesk.Web.Pages.Schedules;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class ChangeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<Guid, string> Names = new() { [Samples.Bo] = "Ben", [Samples.Ana] = "Chen" };

    public static TheoryData<string, Guid?, Shift[]> Changes => new()
    {
        { "Ben stays on call until Sat 28 Nov 09:00, then Chen.", Samples.Bo, [Shift(Samples.Bo, 0, 20), Shift(Samples.Ana, 20, 44)] },
        { "Ben stays on call until Sat 28 Nov 09:00, then no one.", Samples.Bo, [Shift(Samples.Bo, 0, 20), Shift(Samples.Ana, 30, 44)] },
        { "Ben stays on call.", Samples.Bo, [Shift(Samples.Bo, 0, 840)] },
        { "Chen takes over from Ben now.", Samples.Bo, [Shift(Samples.Ana, 0, 20)] },
        { "Chen goes on call now.", null, [Shift(Samples.Ana, 0, 20)] },
        { "Ben goes off call now, and no one is on call.", Samples.Bo, [Shift(Samples.Ana, 30, 44)] },
        { "No one is on call now.", null, [Shift(Samples.Ana, 30, 44)] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_told_by_who_is_on_call(string text, Guid? before, Shift[] shifts) =>
        ChangeText.Of(new ChangePreview(Now, before, shifts), person => Names[person], "Europe/Berlin").ShouldBe(text);

    private static Shift Shift(Guid person, int from, int to) => new(Now.AddHours(from), Now.AddHours(to), person, ShiftSource.Layer, Samples.Bo);
}
