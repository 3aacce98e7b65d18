using IncidentDesk.Kernel;
using Mono.Cecil;

namespace IncidentDesk.Tests.House;

/// <summary>The folders of the domain and who may import whom: the table of the design, read against the compiled program.</summary>
public sealed class HouseTests
{
    private static readonly string[] Ground = ["Kernel", "Storage"];
    private static readonly string[] Engine = [.. Ground, "Jobs", "Audit"];
    private static readonly string[] Base = [.. Engine, "People", "Timeline"];
    private static readonly string[] Alerting = [.. Base, "Catalog", "Notifications", "Incidents"];
    private static readonly string[] Repairing = [.. Alerting, "Alerts", "Runbooks"];
    private static readonly string[] Core = [.. Repairing, "OnCall", "Escalation", "Postmortems"];

    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["Kernel"] = [],
        ["Storage"] = ["Kernel"],
        ["Jobs"] = Ground,
        ["Audit"] = Ground,
        ["People"] = Engine,
        ["Timeline"] = Engine,
        ["Catalog"] = Base,
        ["OnCall"] = Base,
        ["Notifications"] = Base,
        ["Incidents"] = [.. Base, "Notifications", "Catalog"],
        ["Alerts"] = [.. Base, "Incidents", "Catalog"],
        ["Escalation"] = [.. Base, "Incidents", "OnCall", "Notifications", "Catalog"],
        ["Runbooks"] = [.. Alerting, "Alerts"],
        ["Postmortems"] = Repairing,
        ["Insights"] = Core,
        ["Searching"] = Core,
        ["StatusPages"] = [.. Core, "Insights"],
        ["Chat"] = [.. Core, "Insights"],
        ["Drills"] = [.. Core, "Insights"],
        ["Demo"] = Core,
    };

    [Fact]
    public void Each_folder_imports_only_what_the_table_allows() =>
        new Arrows("IncidentDesk", Table).Violations(typeof(Clock).Assembly.Location).ShouldBeEmpty();

    [Fact]
    public void The_domain_knows_nothing_of_the_web()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Clock).Assembly.Location);

        string[] web = ["IncidentDesk.", "MudBlazor", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Mvc"];
        module.AssemblyReferences.Select(reference => reference.Name).ShouldNotContain(name => web.Any(name.StartsWith));
    }

    [Fact]
    public void A_forbidden_import_is_found_wherever_it_hides()
    {
        var table = new Dictionary<string, string[]> { ["Upper"] = ["Lower"], ["Lower"] = [] };

        var found = new Arrows("IncidentDesk.Tests.House.Sample", table).Violations(typeof(HouseTests).Assembly.Location);

        string Bad(string name) => $"IncidentDesk.Tests.House.Sample.Lower.{name} imports IncidentDesk.Tests.House.Sample.Upper.";
        found.ShouldBe(
        [
            Bad("InAnArgument") + "Roof",
            Bad("InAnAsyncMethod") + "Roof",
            Bad("InAnAttribute") + "RoofAttribute",
            Bad("InAConstraint") + "Roof",
            Bad("InALambda") + "Roof",
            Bad("InANestedType") + "Roof",
            Bad("InATypeof") + "Roof",
            Bad("ByInheritance") + "Roof",
            "Stray is not in the table of folders",
        ], ignoreOrder: true);
    }
}
