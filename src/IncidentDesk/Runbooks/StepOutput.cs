using System.Text;
using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks;

/// <summary>
/// Takes what a step writes, from any thread: hides secrets, takes out what can't be stored or would play with a terminal, but for the looks that a page shows
/// (<see cref="TerminalText"/>), and keeps no more than the limit; what is over it is read and dropped, with a notice. Whoever stores it takes it in pieces.
/// </summary>
/// <param name="mask">Hides the run's secrets.</param>
/// <param name="limit">Bytes of UTF-8.</param>
public sealed class StepOutput(SecretMask mask, int limit)
{
    private readonly Lock _one = new();
    private readonly StringBuilder _pending = new();
    private int _bytes;
    private bool _full;

    /// <summary>A line of the desk's own.</summary>
    public void Line(string text) => Keep(Text.Clean(mask.Hide(text).Replace("\r\n", "\n", StringComparison.Ordinal), keepLines: true).TrimEnd('\n') + "\n");

    /// <summary>One stream of a program. Each decodes and hides for itself, because two that are mixed would break each other's characters.</summary>
    public OutputPipe Open() => new(this, mask);

    /// <summary>What has come since the last time; empty when nothing has.</summary>
    public string Take()
    {
        lock (_one)
        {
            var text = _pending.ToString();
            _pending.Clear();
            return text;
        }
    }

    internal void Keep(string text)
    {
        lock (_one)
        {
            if (_full || text.Length == 0)
            {
                return;
            }
            var kept = Fitting(text, limit - _bytes);
            _pending.Append(kept);
            _bytes += Encoding.UTF8.GetByteCount(kept);
            if (kept.Length < text.Length)
            {
                _full = true;
                _pending.Append(kept.EndsWith('\n') ? "" : "\n").Append($"[The output is over {limit / 1024} KB: the rest was dropped.]\n");
            }
        }
    }

    private static string Fitting(string text, int bytes)
    {
        var taken = 0;
        var units = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (taken + rune.Utf8SequenceLength > bytes)
            {
                break;
            }
            taken += rune.Utf8SequenceLength;
            units += rune.Utf16SequenceLength;
        }
        return text[..units];
    }
}

/// <summary>One stream: bytes of UTF-8 that may break anywhere, also within a character, a terminal's sequence or a secret.</summary>
public sealed class OutputPipe(StepOutput output, SecretMask mask)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly TerminalReader _terminal = new();
    private readonly List<(int At, TextLook Look)> _looks = [];
    private TextLook _shown;
    private string _waits = "";

    public void Append(ReadOnlySpan<byte> bytes) => Write(bytes, last: false);

    /// <summary>The stream has ended: what still waited is written.</summary>
    public void Close() => Write([], last: true);

    private void Write(ReadOnlySpan<byte> bytes, bool last)
    {
        var characters = new char[_decoder.GetCharCount(bytes, last)];
        _decoder.GetChars(bytes, characters, last);
        var text = new StringBuilder(_waits);
        _terminal.Read(characters, text, _looks);
        var begins = _shown;
        var before = _looks.ToList();
        (var safe, _waits) = mask.Cut(text.ToString(), last, _looks);
        _shown = before.Count > _looks.Count ? before[before.Count - _looks.Count - 1].Look : begins;
        // What another stream writes next has a look of its own.
        output.Keep(safe.Length == 0 ? "" : $"{(begins == default ? "" : begins.Code)}{safe}{(_shown == default ? "" : default(TextLook).Code)}");
    }
}
