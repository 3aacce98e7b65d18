using System.Text;

namespace IncidentDesk.Runbooks;

/// <summary>How a piece of output looks: a colour of the terminal's sixteen (0 to 15), or none, and whether it is bold.</summary>
public readonly record struct TextLook(int? Colour, bool Bold)
{
    /// <summary>As it is stored in front of the text: Select Graphic Rendition (ECMA-48, 8.3.117), always from the plain look.</summary>
    internal string Code => this == default ? "\u001b[0m" : $"\u001b[0{(Bold ? ";1" : "")}{Colour switch { null => "", < 8 => $";{30 + Colour}", _ => $";{82 + Colour}" }}m";
}

/// <summary>
/// Reads what a program writes to a terminal (ECMA-48): the looks that a page can show are kept, every other sequence goes as a whole, and so do control characters.
/// It takes text in pieces that may break anywhere, also within a sequence.
/// </summary>
internal sealed class TerminalReader
{
    private const int LongestSequence = 4_096;
    private readonly StringBuilder _sequence = new();
    private Part _part;
    private bool _return;

    private enum Part
    {
        Text,

        /// <summary>Behind an escape.</summary>
        Escape,

        /// <summary>A control sequence: parameters until a letter.</summary>
        Control,

        /// <summary>A string (titles, links, ...): until a bell or the escape that ends it.</summary>
        Words,
    }

    /// <summary>The look that text has now.</summary>
    public TextLook Look { get; private set; }

    /// <summary>Adds the piece's plain text to <paramref name="text"/>, and to <paramref name="looks"/> where in it the look changes.</summary>
    public void Read(ReadOnlySpan<char> piece, StringBuilder text, List<(int At, TextLook Look)> looks)
    {
        foreach (var c in piece)
        {
            var before = Look;
            Take(c, text);
            if (Look != before)
            {
                looks.Add((text.Length, Look));
            }
        }
    }

    private void Take(char c, StringBuilder text)
    {
        if (_part == Part.Text)
        {
            TakeText(c, text);
        }
        else if (_part == Part.Escape)
        {
            _part = c switch { '[' => Part.Control, ']' or 'P' or 'X' or '^' or '_' => Part.Words, >= ' ' and <= '/' => Part.Escape, _ => Part.Text };
        }
        else if (_part == Part.Words)
        {
            _part = c is '\a' or '\u009c' ? Part.Text : c == '\u001b' ? Part.Escape : Part.Words;
        }
        else if (c is >= '@' and <= '~' || _sequence.Length >= LongestSequence)
        {
            Look = c == 'm' ? After(Look, _sequence.ToString()) : Look;
            _part = Part.Text;
        }
        else
        {
            _sequence.Append(c);
        }
    }

    private void TakeText(char c, StringBuilder text)
    {
        if (_return && c != '\n')
        {
            // A carriage return alone begins the line again: a progress bar, of which each state is a line here.
            text.Append('\n');
        }
        _return = c == '\r';
        if (c == '\u001b')
        {
            _part = Part.Escape;
            _sequence.Clear();
        }
        else if (c == '\u009b')
        {
            _part = Part.Control;
            _sequence.Clear();
        }
        else if (!_return)
        {
            text.Append(char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c);
        }
    }

    private static TextLook After(TextLook look, string parameters)
    {
        var numbers = parameters.Split(';', ':').Select(p => int.TryParse(p, out var number) ? number : 0).ToList();
        for (var i = 0; i < numbers.Count; i++)
        {
            look = numbers[i] switch
            {
                0 => default,
                1 => look with { Bold = true },
                22 => look with { Bold = false },
                39 => look with { Colour = null },
                >= 30 and <= 37 => look with { Colour = numbers[i] - 30 },
                >= 90 and <= 97 => look with { Colour = numbers[i] - 82 },
                _ => look,
            };
            if (numbers[i] is 38 or 48)
            {
                // Of the 256 colours the first sixteen are the terminal's own; the rest, and 24-bit colours, are not shown.
                var own = i + 2 < numbers.Count && numbers[i + 1] == 5 && numbers[i + 2] < 16;
                look = numbers[i] == 38 && own ? look with { Colour = numbers[i + 2] } : look;
                i += i + 1 < numbers.Count && numbers[i + 1] == 2 ? 4 : 2;
            }
        }
        return look;
    }
}

/// <summary>Reads output as it is stored: text with the looks of <see cref="TextLook"/> in front of what has them.</summary>
public static class TerminalText
{
    /// <summary>The text without its looks, for programs.</summary>
    public static string Plain(string stored) => string.Concat(Parts(stored).Select(p => p.Text));

    /// <summary>The bytes up to a look that is cut off at their end, which is read with what follows.</summary>
    public static byte[] Whole(byte[] stored)
    {
        var last = stored.AsSpan().LastIndexOf((byte)0x1b);
        return last > 0 && !stored.AsSpan(last).Contains((byte)'m') ? stored[..last] : stored;
    }

    /// <summary>The text in pieces of one look each. It begins in the plain look.</summary>
    public static IReadOnlyList<(TextLook Look, string Text)> Parts(string stored)
    {
        var reader = new TerminalReader();
        var (text, looks) = (new StringBuilder(stored.Length), new List<(int At, TextLook Look)>());
        reader.Read(stored, text, looks);
        var parts = new List<(TextLook, string)>();
        var (from, look) = (0, default(TextLook));
        foreach (var next in looks.Append((At: text.Length, Look: default)))
        {
            if (next.At > from)
            {
                parts.Add((look, text.ToString(from, next.At - from)));
            }
            (from, look) = next;
        }
        return parts;
    }
}
