using IncidentDesk.Kernel;

namespace IncidentDesk.Postmortems;

/// <summary>Texts of a postmortem as the contract carries them, not yet checked; null leaves a part as it is.</summary>
public sealed record PostmortemTexts(
    string? Summary = null, string? Impact = null, string? Timeline = null, IReadOnlyList<string>? Factors = null, string? WentWell = null, string? Lessons = null)
{
    /// <summary>The text of a part of which there is one; null leaves it.</summary>
    public string? Of(SectionKind kind) => kind switch
    {
        SectionKind.Summary => Summary,
        SectionKind.Impact => Impact,
        SectionKind.Timeline => Timeline,
        SectionKind.WentWell => WentWell,
        SectionKind.Lessons => Lessons,
        _ => null,
    };

    /// <summary>Everything that is wrong with the texts.</summary>
    internal Check Checked()
    {
        var check = new Check();
        foreach (var kind in SectionRules.Single)
        {
            Look(check, kind, Of(kind), SectionRules.Field(kind));
        }
        foreach (var (i, factor) in (Factors ?? []).Index())
        {
            Look(check, SectionKind.Factor, factor, $"factors[{i}]");
        }
        check.That(Factors is null || Factors.Count <= SectionRules.MostFactors, "factors", $"There can be at most {SectionRules.MostFactors} factors.");
        return check;
    }

    private static void Look(Check check, SectionKind kind, string? text, string field)
    {
        if (text is not null && SectionRules.WhyNot(kind, SectionRules.Clean(text), field) is { } wrong)
        {
            check.Add(field, wrong.Errors[0].Message);
        }
    }
}
