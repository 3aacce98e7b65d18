using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>What happens to open pages and hub connections while nobody can say whether their session still holds.</summary>
public sealed class SessionCheckTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_open_line_stays_while_the_database_can_not_be_asked(bool program)
    {
        await using var source = DeskDataSource.Create($"Host=127.0.0.1;Port={DeskProcess.FreePort()};Database=desk;Username=desk;Timeout=5");
        await using var domain = new ServiceCollection().AddLogging()
            .AddDomain(source, new SecretBox(new byte[32]), new NotificationSettings(new Uri("http://localhost:8080"), null, AllowPrivateNetworks: false), new DeadManSettings(null)).BuildServiceProvider();
        var check = new SessionCheck(domain.GetRequiredService<Sessions>(), new TokenSignIn(source), new Clock());
        var who = program
            ? DeskPrincipal.Of(new TokenHolder(Guid.NewGuid(), Guid.NewGuid(), "Deploys", Role.Responder))
            : DeskPrincipal.Of(new BegunSession(new SessionBasis(Guid.NewGuid(), "Ana", "ana@example.com", Role.Responder, "stamp"), "secret"));
        (await check.IsGoodAsync(who, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }
}
