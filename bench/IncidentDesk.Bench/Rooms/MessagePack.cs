using System.Buffers.Binary;
using System.Text;

namespace IncidentDesk.Bench.Rooms;

/// <summary>As much of MessagePack (its specification on github.com/msgpack) as SignalR's hub protocol needs: nil, booleans, whole numbers, texts, bytes, arrays, maps.</summary>
internal static class MessagePack
{
    /// <summary>Writes null, booleans, whole numbers, texts, arrays and the empty map.</summary>
    public static void Write(Stream to, object? value)
    {
        switch (value)
        {
            case null: to.WriteByte(0xc0); break;
            case bool yes: to.WriteByte((byte)(yes ? 0xc3 : 0xc2)); break;
            case IReadOnlyDictionary<string, string> { Count: 0 }: to.WriteByte(0x80); break;
            case int or long: WriteNumber(to, Convert.ToInt64(value)); break;
            case string text: WriteText(to, Encoding.UTF8.GetBytes(text)); break;
            case object?[] items when items.Length < 16:
                to.WriteByte((byte)(0x90 | items.Length));
                Array.ForEach(items, item => Write(to, item));
                break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    /// <summary>Reads one value; numbers are <see cref="long"/>, bytes <see cref="ReadOnlyMemory{T}"/>, arrays and maps lists (a map's keys and values in turn).</summary>
    public static object? Read(ReadOnlyMemory<byte> from, ref int at)
    {
        var kind = from.Span[at++];
        switch (kind)
        {
            case <= 0x7f: return (long)kind;
            case <= 0x8f: return ReadList(from, ref at, (kind & 0x0f) * 2);
            case <= 0x9f: return ReadList(from, ref at, kind & 0x0f);
            case <= 0xbf: return ReadText(from, ref at, kind & 0x1f);
            case >= 0xe0: return (long)(sbyte)kind;
            case 0xc0: return null;
            case 0xc2 or 0xc3: return kind == 0xc3;
            case 0xc4 or 0xc5 or 0xc6: return ReadBytes(from, ref at, Length(from, ref at, kind - 0xc4));
            case 0xcc or 0xcd or 0xce or 0xcf: return ReadNumber(from, ref at, 1 << (kind - 0xcc), signed: false);
            case 0xd0 or 0xd1 or 0xd2 or 0xd3: return ReadNumber(from, ref at, 1 << (kind - 0xd0), signed: true);
            case 0xd9 or 0xda or 0xdb: return ReadText(from, ref at, Length(from, ref at, kind - 0xd9));
            case 0xdc or 0xdd: return ReadList(from, ref at, Length(from, ref at, kind - 0xdc + 1));
            default: throw new InvalidDataException($"MessagePack kind {kind:x2}.");
        }
    }

    private static void WriteNumber(Stream to, long number)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        to.Write(number is >= 0 and <= 0x7f ? [(byte)number] : bytes);
    }

    private static void WriteText(Stream to, byte[] text)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = 0xdb;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], text.Length);
        to.Write(head);
        to.Write(text);
    }

    private static int Length(ReadOnlyMemory<byte> from, ref int at, int power) => (int)ReadNumber(from, ref at, 1 << power, signed: false);

    private static long ReadNumber(ReadOnlyMemory<byte> from, ref int at, int size, bool signed)
    {
        var number = signed && from.Span[at] >= 0x80 ? -1L : 0L;
        for (var end = at + size; at < end; at++)
        {
            number = (number << 8) | from.Span[at];
        }
        return number;
    }

    private static ReadOnlyMemory<byte> ReadBytes(ReadOnlyMemory<byte> from, ref int at, int length) => from.Slice((at += length) - length, length);

    private static string ReadText(ReadOnlyMemory<byte> from, ref int at, int length) => Encoding.UTF8.GetString(ReadBytes(from, ref at, length).Span);

    private static List<object?> ReadList(ReadOnlyMemory<byte> from, ref int at, int count)
    {
        var list = new List<object?>(count);
        for (var i = 0; i < count; i++)
        {
            list.Add(Read(from, ref at));
        }
        return list;
    }
}
