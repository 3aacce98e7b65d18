using IncidentDesk.Storage.Postgres;
using IncidentDesk.Tests;

namespace IncidentDesk.Web.Tests.Hosting;

public sealed class NodesTests
{
    [Fact]
    public async Task Two_nodes_run_on_one_database_and_migrate_it_together()
    {
        var empty = await TestPostgres.NewDatabaseAsync("empty", _ => Task.CompletedTask);
        string[] arguments = ["--urls", "http://127.0.0.1:0", $"--IncidentDesk:Database:ConnectionString={empty}"];

        var nodes = await Task.WhenAll(
            CompositionRoot.BuildAsync(arguments, TestContext.Current.CancellationToken), CompositionRoot.BuildAsync(arguments, TestContext.Current.CancellationToken));

        using var http = new HttpClient();
        foreach (var node in nodes)
        {
            await node.StartAsync(TestContext.Current.CancellationToken);
            (await http.GetStringAsync(node.Urls.Single() + "/healthz/ready", TestContext.Current.CancellationToken)).ShouldBe("ready");
        }

        foreach (var node in nodes)
        {
            await node.StopAsync(TestContext.Current.CancellationToken);
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_refused_at_once_without_its_password()
    {
        var existing = await TestPostgres.NewDatabaseAsync("empty", _ => Task.CompletedTask);
        var missing = existing.Replace("empty_", "nowhere_");

        var refused = await Should.ThrowAsync<DatabaseStartException>(
            () => CompositionRoot.BuildAsync([$"--IncidentDesk:Database:ConnectionString={missing}"], TestContext.Current.CancellationToken));

        refused.Message.ShouldStartWith("The database nowhere_");
        refused.Message.ShouldNotContain("Password");
    }
}
