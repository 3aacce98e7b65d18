using IncidentDesk.Tests;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;
using Npgsql;

namespace IncidentDesk.Web.Tests.Layout;

/// <summary>Somebody who types faster than the database reads, and a database that fails meanwhile.</summary>
public sealed class FastTypingTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_page_lives_through_fast_typing_and_failed_reads()
    {
        await using var desk = await Outage.StartAsync();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await using var source = NpgsqlDataSource.Create(desk.Database);
        await FillAsync(source);

        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await session.LiveAsync();
            await TypeFastAsync(page);
            await FailAsync(page, source);
            await PickAsync(page, source);
            await page.Keyboard.PressAsync("Escape");
            await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        });
    }

    private static async Task TypeFastAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+k");
        var field = page.Locator("#commands input");
        await Assertions.Expect(field).ToBeFocusedAsync();
        for (var round = 0; round < 10; round++)
        {
            await field.FillAsync("");
            await page.Keyboard.TypeAsync("marmalade checkout slow", new() { Delay = 8 * (round % 3) });
        }
        await field.FillAsync("");
        await page.Keyboard.TypeAsync("out slow");
        await page.GetByRole(AriaRole.Option, new() { Name = "Checkout is slow" }).WaitForAsync();
    }

    private static async Task FailAsync(IPage page, NpgsqlDataSource source)
    {
        await RunAsync(source, "ALTER TABLE incident_texts RENAME TO incident_texts_away");
        await page.Keyboard.TypeAsync(" ");
        await page.Locator("#commands").GetByText("Could not load this.").WaitForAsync();
        await RunAsync(source, "ALTER TABLE incident_texts_away RENAME TO incident_texts");
        await page.Locator("#commands").GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Checkout is slow" }).WaitForAsync();
        await page.Locator("#commands input").FillAsync("zebra");
        await page.Locator("#commands").GetByText("No results").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task PickAsync(IPage page, NpgsqlDataSource source)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Reassign", Exact = true }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Bo" }).WaitForAsync();
        await RunAsync(source, "ALTER TABLE contact_methods RENAME TO contact_methods_away");
        await dialog.Locator("input").PressSequentiallyAsync("Bo");
        await dialog.GetByText("Could not load this.").WaitForAsync();
        await RunAsync(source, "ALTER TABLE contact_methods_away RENAME TO contact_methods");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await dialog.GetByText("Could not load this.").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Bo" }).WaitForAsync();
    }

    private static Task FillAsync(NpgsqlDataSource source) => RunAsync(source, """
        INSERT INTO incidents SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'number', 1000 + n, 'title', 'Marmalade queue grows ' || n))).*
        FROM incidents i, generate_series(1, 3000) n
        """);

    private static async Task RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
