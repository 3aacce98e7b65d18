using System.Globalization;

namespace IncidentDesk.Bench;

/// <summary>What the command line of <c>intake</c> says.</summary>
internal sealed record IntakeOptions
{
    public string? Program { get; init; }

    public Uri? Url { get; init; }

    public string? Key { get; init; }

    public string? Token { get; init; }

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(60);

    public int Rounds { get; init; } = 3;

    public IReadOnlyList<int> Connections { get; init; } = [32];

    public string Results { get; init; } = Path.Combine("bench", "results");

    public bool WithAlertmanager { get; init; } = true;

    public bool WithDesk => Program is not null || Url is not null;

    /// <summary>The options, or null with the problem in a sentence.</summary>
    public static IntakeOptions? Parse(IReadOnlyList<string> args, out string? problem)
    {
        var options = new IntakeOptions();
        problem = null;
        for (var i = 0; i < args.Count && problem is null; i++)
        {
            if (args[i] is "--ladder")
            {
                options = options with { Connections = [1, 8, 32, 64] };
            }
            else if (args[i] is "--no-alertmanager")
            {
                options = options with { WithAlertmanager = false };
            }
            else if (i + 1 < args.Count)
            {
                options = options.With(args[i], args[++i], out problem);
            }
            else
            {
                problem = $"{args[i]} is not an option, or lacks its value.";
            }
        }

        problem ??= options.Contradiction();
        return problem is null ? options : null;
    }

    private IntakeOptions With(string name, string value, out string? problem)
    {
        var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 10_000 ? n : 0;
        var url = Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttp ? parsed : null;
        problem = null;
        switch (name)
        {
            case "--program": return this with { Program = value };
            case "--url" when url is not null: return this with { Url = url };
            case "--key": return this with { Key = value };
            case "--token": return this with { Token = value };
            case "--results": return this with { Results = value };
            case "--seconds" when number > 0: return this with { Length = TimeSpan.FromSeconds(number) };
            case "--warm-up" when number > 0: return this with { WarmUp = TimeSpan.FromSeconds(number) };
            case "--rounds" when number > 0: return this with { Rounds = number };
            case "--connections" when number > 0: return this with { Connections = [number] };
            default:
                problem = $"{name} {value} is not understood.";
                return this;
        }
    }

    private string? Contradiction() =>
        Program is not null && Url is not null ? "--program and --url exclude each other."
        : Url is not null && Key is null ? "--url needs --key."
        : Program is not null && !File.Exists(Program) ? $"{Program} does not exist."
        : !WithDesk && !WithAlertmanager ? "There is nothing to measure."
        : null;
}
