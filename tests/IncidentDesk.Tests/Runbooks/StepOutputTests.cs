using System.Text;
using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

public sealed class StepOutputTests
{
    private static readonly SecretMask None = new([]);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc\n[The output is over 0 KB: the rest was dropped.]\n")]
    [InlineData("aü", 2, "a\n[The output is over 0 KB: the rest was dropped.]\n")]
    [InlineData("👀", 3, "\n[The output is over 0 KB: the rest was dropped.]\n")]
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
        pipe.Append([.. "a\0b\u001b[2J\u001b[3;4Hred\r\nnext\tcell \u001b]8;;https://x.example.test\u001b\\link\u001b]8;;\a 10%\r20%\u001b(B "u8, 0xff]);
        pipe.Close();
        output.Take().ShouldBe("a bred\nnext\tcell link 10%\n20% \ufffd");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void Colours_are_kept_however_the_stream_is_broken_and_no_other_stream_gets_them(int atOnce)
    {
        var output = new StepOutput(None, 10_000);
        var (pipe, other) = (output.Open(), output.Open());
        foreach (var piece in Encoding.UTF8.GetBytes("plain \u001b[1;31mFAILED\u001b[0m \u001b[38;5;2mok\u001b[39m \u001b[38;2;1;2;3mgrey\u001b[m").Chunk(atOnce))
        {
            pipe.Append(piece);
            other.Append("-"u8);
        }
        pipe.Close();
        var parts = TerminalText.Parts(output.Take().Replace("-", "", StringComparison.Ordinal));
        parts.Aggregate(new List<(TextLook Look, string Text)>(), (all, part) =>
        {
            var same = all.Count > 0 && all[^1].Look == part.Look;
            var text = same ? all[^1].Text + part.Text : part.Text;
            if (same)
            {
                all.RemoveAt(all.Count - 1);
            }
            all.Add((part.Look, text));
            return all;
        }).ShouldBe([(default, "plain "), (new TextLook(1, true), "FAILED"), (default, " "), (new TextLook(2, false), "ok"), (default, " grey")]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void A_secret_that_changes_its_colour_in_its_midst_is_hidden_all_the_same(int atOnce)
    {
        var output = new StepOutput(new SecretMask(["hunter2hunter2"]), 10_000);
        var pipe = output.Open();
        foreach (var piece in Encoding.UTF8.GetBytes("before \u001b[31mhunter2\u001b[32mhunter2\u001b[0m after").Chunk(atOnce))
        {
            pipe.Append(piece);
        }
        pipe.Close();
        TerminalText.Plain(output.Take()).ShouldBe($"before {SecretMask.Sign} after");
    }
}
