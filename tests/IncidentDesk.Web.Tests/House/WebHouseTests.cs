using System.Reflection.PortableExecutable;
using IncidentDesk.Tests.House;
using IncidentDesk.Web.Settings;
using IncidentDesk.Web.Tests.Hosting;
using Mono.Cecil;

namespace IncidentDesk.Web.Tests.House;

public sealed class WebHouseTests
{
    // Above the domain: the web may import all of it, and is imported by none of it (the compiler sees to that).
    [Fact]
    public void Every_type_of_the_web_lies_in_the_webs_namespace()
    {
        using var module = ModuleDefinition.ReadModule(typeof(DeskSettings).Assembly.Location);

        module.Types.Where(type => type.Namespace.StartsWith("IncidentDesk") && type.Namespace != "IncidentDesk.Web" && !type.Namespace.StartsWith("IncidentDesk.Web."))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Components_and_doors_do_not_reach_into_pages()
    {
        // The nameless folder holds what puts the pages together: App, Routes, CompositionRoot.
        string[] all = ["", "Access", "Api", "Components", "Hosting", "Layout", "Live", "Settings"];
        var table = all.ToDictionary(folder => folder, _ => all);
        table["Pages"] = [.. all, "Pages"];

        new Arrows("IncidentDesk.Web", table).Violations(typeof(DeskSettings).Assembly.Location).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("IncidentDesk")]
    [InlineData("IncidentDesk.Web")]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Npgsql")]
    public void The_program_that_is_started_is_machine_code(string assembly)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(Path.GetDirectoryName(DeskProcess.Program)!, assembly + ".dll")));

        // ECMA-335, II.25.3.3: where an image holds native code beside its IL, this directory says where.
        image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size.ShouldBePositive();
    }
}
