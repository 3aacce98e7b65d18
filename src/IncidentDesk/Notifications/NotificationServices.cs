using IncidentDesk.Jobs;
using IncidentDesk.Notifications.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Notifications;

/// <summary>Registers this folder; <see cref="NotificationSettings"/> and the secret box come from the composition root.</summary>
public static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, NotificationSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<PageLinks>()
        .AddSingleton<OutgoingHttp>()
        .AddSingleton<NotificationMetrics>()
        .AddSingleton(NotificationTopics.BellMark)
        .AddSingleton<IChannel, EmailChannel>()
        .AddSingleton<IChannel, WebhookChannel>()
        .AddSingleton<ContactMethodActions>()
        .AddSingleton<NotificationRuleActions>()
        .AddSingleton<ReachabilityQueries>()
        .AddSingleton<NotificationActions>()
        .AddSingleton<AddressTroubles>()
        .AddJobHandler<GuessedSignIn>()
        .AddJobHandler<SendNotification>()
        .AddJobHandler<SendAccessLink>()
        .AddJobHandler<ReachLostJob>();
}
