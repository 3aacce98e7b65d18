using IncidentDesk.Jobs;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.People;

/// <summary>Registers what signs people and programs in.</summary>
public static class SignInServices
{
    /// <summary>For PBKDF2 with HMAC-SHA-512, as OWASP's Password Storage Cheat Sheet recommends.</summary>
    private const int HashRounds = 210_000;

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<PasswordWork>();
        services.AddSingleton<AccountFactory>();
        services.AddSingleton<PersonSignIn>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SessionActions>();
        services.AddSingleton<AccessLinkActions>();
        services.AddJobHandler<PasswordResetJob>();
        services.AddSingleton<SetUpActions>();
        services.AddSingleton<TokenActions>();
        services.AddSingleton<TokenQueries>();
        services.AddSingleton<TokenSignIn>();
        return services;
    }
}
