using IncidentDesk.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Demo;

/// <summary>Registers this folder.</summary>
public static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoActions>()
        .AddSingleton<DemoTime>()
        .AddSingleton<DemoCasting>()
        .AddSingleton<DemoRunbooks>()
        .AddSingleton<DemoIncidents>()
        .AddSingleton<DemoLearning>()
        .AddSingleton(provider => new DemoFill(
            provider.GetRequiredService<Storage.Desk>(), provider.GetRequiredService<Storage.SecretBox>(), provider.GetRequiredService<Jobs.JobEngine>(),
            provider.GetRequiredService<DemoTime>(), provider.GetRequiredService<DemoCasting>(), provider.GetRequiredService<DemoRunbooks>(),
            provider.GetRequiredService<DemoIncidents>(), provider.GetRequiredService<DemoLearning>(), provider.GetRequiredService<Notifications.ContactMethodActions>(),
            provider.GetRequiredService<Notifications.NotificationRuleActions>(), provider.GetRequiredService<Notifications.NotificationActions>(),
            provider.GetRequiredService<Alerts.Intake>()));

    /// <summary>What the demo does must be allowed: a refusal is a mistake in the demo.</summary>
    internal static T MustSucceed<T>(this Outcome<T> outcome) => outcome.Value;
}
