namespace IncidentDesk.Tests.Storage;

public sealed class DeskDbTests
{
    [Fact]
    public async Task All_contexts_of_a_process_share_one_model_and_with_it_the_compiled_queries()
    {
        await using var first = await TestDesk.StartAsync();
        await using var second = await TestDesk.StartAsync();

        await using var here = await first.Desk.ReadAsync();
        await using var there = await second.Desk.ReadAsync();
        there.Model.ShouldBeSameAs(here.Model);

        await first.Desk.AsOneAsync(async _ =>
        {
            await using var inside = await first.Desk.ReadAsync();
            inside.Model.ShouldBeSameAs(here.Model);
            return true;
        }, kept => kept);
    }
}
