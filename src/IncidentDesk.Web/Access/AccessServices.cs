using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IncidentDesk.Web.Access;

/// <summary>Registers who may come in. Needs the desk's storage and its <see cref="SecretBox"/>; call it after AddRazorComponents.</summary>
public static class AccessServices
{
    public static IServiceCollection AddDeskAccess(this IServiceCollection services, AccessSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SetUpCode>();
        services.AddSingleton<KnownDevice>();
        services.AddSingleton<OpenPages>();
        services.AddHostedService<SetUpAtStart>();
        AddSchemes(services);
        AddKeys(services);
        AddGuards(services, settings);
        services.AddAuthorization(Policies.AddTo);
        services.AddCascadingAuthenticationState();
        services.AddSingleton<SessionCheck>();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        return services;
    }

    private static void AddSchemes(IServiceCollection services)
    {
        const string both = "Desk";
        services.AddIdentityCore<Account>().AddUserStore<UserOnlyStore<Account, DeskDb, Guid>>().AddSignInManager();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>, DeskClaims>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddAuthentication(both)
            .AddPolicyScheme(both, null, options => options.ForwardDefaultSelector = context =>
                ApiTokenHandler.IsMeant(context.Request) ? ApiTokenHandler.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, null)
            .AddCookie(IdentityConstants.ApplicationScheme);
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("IncidentDesk");
        services.AddSingleton<DataProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
        // It warns that keys rest unencrypted, because it does not know that the repository boxes them.
        services.AddLogging(logs => logs.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }

    private static void AddGuards(IServiceCollection services, AccessSettings settings)
    {
        services.AddProblemDetails();
        services.AddAntiforgery(options => options.Cookie = new HostCookie
        {
            Name = "__Host-desk-form",
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Strict,
            SecurePolicy = CookieSecurePolicy.SameAsRequest,
        });
        services.AddRateLimiter(options => SignInRate.AddTo(options, settings));
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null;
            foreach (var network in settings.TrustedProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }
}
