using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Notifications;

/// <summary>Where a person is reached is for that person and administrators, also where a mail server's answer names it.</summary>
public sealed class PrivateAddressTests
{
    private const string Address = "rolf@example.com";
    private static readonly Guid Rolf = Guid.NewGuid();

    [Theory]
    [InlineData(Role.Administrator, false, true)]
    [InlineData(Role.Viewer, true, true)]
    [InlineData(Role.Viewer, false, false)]
    [InlineData(Role.Manager, false, false)]
    public void An_address_is_shown_to_its_person_and_administrators(Role role, bool themselves, bool shown)
    {
        var seen = Notification().SeenBy(new Standing(themselves ? Rolf : Guid.NewGuid(), role, []));

        (seen.Address is not null).ShouldBe(shown);
        seen.Reason.Contains(Address, StringComparison.OrdinalIgnoreCase).ShouldBe(shown);
        seen.Attempts.Single().Answer!.Contains(Address, StringComparison.OrdinalIgnoreCase).ShouldBe(shown);
    }

    [Fact]
    public void What_hides_an_address_still_says_what_happened() =>
        Notification().SeenBy(null).Attempts.Single().Answer.ShouldBe("550 5.1.1 <their address> User unknown");

    private static NotificationView Notification() => new(Guid.NewGuid(), Rolf, "Rolf", ContactKind.Email, Address, NotificationStatus.Failed,
        $"mail.example took it for {Address}.", "Down",
        "/", Guid.NewGuid(), default, default, null, null, [new AttemptView(1, default, null, AttemptOutcome.Refused, "550 5.1.1 <Rolf@Example.com> User unknown")], null);
}
