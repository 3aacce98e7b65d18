using System.Text;
using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

public sealed class StepOutputTests
{
    private static readonly SecretMask None = new([]);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc\n[The output is over 0 KB: the rest is not kept.]\n")]
    [InlineData("aü", 2, "a\n[The output is over 0 KB: the rest is not kept.]\n")]
    [InlineData("👀", 3, "\n[The output is over 0 KB: the rest is not kept.]\n")]
    public void What_is_over_the_limit_is_cut_between_characters_with_one_notice(string written, int limit, string kept)
    {
        var output = new StepOutput(None, limit);
        var pipe = output.Open();
        pipe.Append(Encoding.UTF8.GetBytes(written));
        pipe.Append(limit < Encoding.UTF8.GetByteCount(written) ? "and more"u8 : []);
        output.Take().ShouldBe(kept);
    }

    [Fact]
    public void A_stream_of_any_length_keeps_no_more_than_the_limit()
    {
        var output = new StepOutput(None, 64 * 1024);
        var pipe = output.Open();
        var line = Encoding.UTF8.GetBytes(new string('x', 999) + "\n");
        for (var i = 0; i < 10_000; i++)
        {
            pipe.Append(line);
        }
        Encoding.UTF8.GetByteCount(output.Take()).ShouldBeLessThan((64 * 1024) + 100);
    }

    [Fact]
    public void What_terminals_would_obey_and_the_database_would_refuse_is_taken_out()
    {
        var output = new StepOutput(None, 1_000);
        var pipe = output.Open();
        pipe.Append([.. "a\0b\u001b[31mred\r\nnext\tcell "u8, 0xff]);
        pipe.Close();
        output.Take().ShouldBe("a b [31mred\nnext\tcell \ufffd");
    }
}
