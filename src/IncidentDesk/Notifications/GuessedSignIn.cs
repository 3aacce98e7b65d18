using IncidentDesk.Jobs;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>Tells a person that somebody guesses at their password.</summary>
internal sealed class GuessedSignIn(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => SignInTries.TellKind;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var personId = job.Subject!.Value;
        if (await desk.Db.Set<Person>().AnyAsync(p => p.Id == personId && p.DisabledAt == null, desk.Cancellation))
        {
            await desk.NotifyAsync(personId, null, Urgency.Low, new NotificationSubject("account", personId, "Repeated wrong passwords for your account", "/account",
                $"Someone entered {SignInTries.MostWrong} wrong passwords in a row for your account. Sign-in from there is blocked for {SignInTries.ShutFor.TotalMinutes:0} minutes. "
                + "Your open sessions and the browsers you have signed in with keep working. If it was not you, check your sessions and change your password."));
        }
    }
}
