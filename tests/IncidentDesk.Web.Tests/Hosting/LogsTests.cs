using IncidentDesk.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>What stands in the log of a desk, and what an operator may change of it.</summary>
public sealed class LogsTests
{
    private const string Queries = "Microsoft.EntityFrameworkCore.Query";

    [Fact]
    public void An_outage_of_the_database_is_told_by_the_desk_alone_unless_an_operator_asks_for_more()
    {
        Logger(Queries).IsEnabled(LogLevel.Error).ShouldBeFalse();
        Logger("IncidentDesk.Jobs.JobEngine").IsEnabled(LogLevel.Information).ShouldBeTrue();
        Logger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled(LogLevel.Error).ShouldBeTrue();
        Logger(Queries, ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Information")).IsEnabled(LogLevel.Information).ShouldBeTrue();
    }

    private static ILogger Logger(string category, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        var services = new ServiceCollection().AddLogging(logs => logs.AddDeskLogs(configuration)).BuildServiceProvider();
        return services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
    }
}
