using System.Globalization;

namespace IncidentDesk.DemoShop;

/// <summary>
/// How the shop is started. <paramref name="State"/> is the folder that the runbooks act on; <paramref name="Orders"/> is how many customers come in a second;
/// <paramref name="EndsWithInput"/> ends it with its standard input, and so with whoever started it, however that ends.
/// </summary>
internal sealed record ShopOptions(int Port, string State, int Orders, bool EndsWithInput = false)
{
    private const int UsualPort = 4800;

    /// <summary>Null when they can't be understood.</summary>
    public static ShopOptions? Read(string[] args)
    {
        var options = new ShopOptions(UsualPort, Path.Combine(Path.GetTempPath(), "incidentdesk-shop"), 0);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
            var next = args[i] switch
            {
                "--port" when number is > 0 and < 65536 => options with { Port = number },
                "--state" when value.Length > 0 => options with { State = Path.GetFullPath(value) },
                "--orders" when number is >= 0 and <= 100 => options with { Orders = number },
                "--until" when value == "input-ends" => options with { EndsWithInput = true },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }
            options = next;
        }
        return options;
    }

    public static int Explain()
    {
        Console.Error.WriteLine("The demo shop: [--port 4800] [--state FOLDER] [--orders CUSTOMERS-PER-SECOND] [--until input-ends]");
        return 2;
    }
}
