using System.Text;
using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("token=hunter2hunter2.", "token=•••.")]
    [InlineData("hunter2hunter2hunter2hunter2", "••••••")]
    [InlineData("nothing here", "nothing here")]
    [InlineData("hunter2hunter", "hunter2hunter")]
    [InlineData("""{"p":"pass \"word\""}""", """{"p":"•••"}""")]
    [InlineData("https://x/?p=pass%20%22word%22", "https://x/?p=•••")]
    [InlineData("Basic aHVudGVyMmh1bnRlcjI=", "Basic •••")]
    [InlineData("-----BEGIN\nfirst-line-of-key\n-----END", "-----BEGIN\n•••\n-----END")]
    public void A_value_is_hidden_however_it_is_written(string text, string shown) => Mask().Hide(text).ShouldBe(shown);

    [Fact]
    public void A_value_is_hidden_wherever_the_stream_breaks_also_within_a_character()
    {
        var mask = new SecretMask(["hünter2hünter2"]);
        var bytes = Encoding.UTF8.GetBytes("a hünter2hünter2 b hünter c");
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var output = new StepOutput(mask, 10_000);
                var pipe = output.Open();
                pipe.Append(bytes.AsSpan(0, first));
                var shown = output.Take();
                pipe.Append(bytes.AsSpan(first, second - first));
                shown += output.Take();
                pipe.Append(bytes.AsSpan(second));
                pipe.Close();
                (shown + output.Take()).ShouldBe("a ••• b hünter c", $"broken at {first} and {second}");
            }
        }
    }

    [Fact]
    public void Of_two_values_where_one_begins_the_other_the_longer_is_hidden_whole()
    {
        var mask = new SecretMask(["abcdefgh", "abcdefghijkl"]);
        var (safe, waits) = mask.Cut("x abcdefgh", final: false);
        (safe, waits).ShouldBe(("x ", "abcdefgh"));
        mask.Cut(waits + "ijkl y", final: false).Safe.ShouldBe("••• y");
        mask.Cut(waits + "z", final: false).Safe.ShouldBe("•••z");
    }

    [Fact]
    public void Two_streams_at_once_do_not_break_each_others_values()
    {
        var output = new StepOutput(Mask(), 10_000);
        var (one, two) = (output.Open(), output.Open());
        one.Append("hunter2"u8);
        two.Append("hunter2hun"u8);
        one.Append("hunter2\n"u8);
        two.Append("ter2\n"u8);
        one.Close();
        two.Close();
        output.Take().ShouldBe("•••\n•••\n");
    }

    private static SecretMask Mask() => new(["hunter2hunter2", "pass \"word\"", "short\nfirst-line-of-key\nend"]);
}
