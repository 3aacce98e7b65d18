using System.Collections;
using System.Text.Json;
using IncidentDesk.Kernel;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>
/// Turns JSON into a record and says everything that does not fit, each under the member's path (<c>steps[0].delay</c>): a member that is missing,
/// unknown, given twice, null, or of another type. Names are compared exactly.
/// </summary>
internal sealed class StrictReader
{
    private const int MostErrors = 100;
    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>
    /// Reads a record; the answer counts only when there are no <see cref="Errors"/>. Members that only <paramref name="view"/> has, which is what a GET
    /// of the same thing answers, are passed over, so that what was read can be changed and sent back.
    /// </summary>
    public object? ReadRecord(JsonElement json, Type type, Type? view, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Wrong(path, "This must be an object.");
        }
        var shape = Shape.Of(type);
        var given = MembersOf(json, shape, view, path);
        var values = new object?[shape.Members.Count];
        foreach (var (i, member) in shape.Members.Index())
        {
            var at = Join(path, member.Name);
            if (given.TryGetValue(member.Name, out var value))
            {
                values[i] = Read(value, member.Type, member.Nullable, member.NullableItems, Shape.PropertyOf(view, member.Name), at);
            }
            else if (member.Optional)
            {
                values[i] = member.Default;
            }
            else
            {
                Wrong(at, "This is missing.");
            }
        }
        return _errors.Count == 0 ? shape.Make(values) : null;
    }

    /// <summary>Notes what is wrong with a member.</summary>
    public object? Wrong(string field, string message)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(new FieldError(field, message));
        }
        return null;
    }

    private Dictionary<string, JsonElement> MembersOf(JsonElement json, Shape shape, Type? view, string path)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            var name = NameOf(property);
            var known = shape.Members.Any(m => m.Name == name);
            if (!known && Shape.PropertyOf(view, name) is null)
            {
                Wrong(Join(path, Text.Cut(name, 100)), "There is no such member here.");
            }
            else if (!given.TryAdd(name, property.Value))
            {
                Wrong(Join(path, name), "This is given twice.");
            }
        }
        return given;
    }

    private object? Read(JsonElement json, Type type, bool nullable, bool nullableItems, Type? view, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return nullable ? null : Wrong(path, "This can't be null.");
        }
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Shape.ItemOf(plain) is { } item)
        {
            return ReadList(json, item, nullableItems, Shape.ItemOf(view), path);
        }
        return Leaf.Knows(plain) ? Leaf.Read(json, plain, message => Wrong(path, message)) : ReadRecord(json, plain, view, path);
    }

    private object? ReadList(JsonElement json, Type item, bool nullableItems, Type? view, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return Wrong(path, "This must be a list.");
        }
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var (i, element) in json.EnumerateArray().Index())
        {
            var value = Read(element, item, nullableItems, false, view, $"{path}[{i}]");
            if (_errors.Count == 0)
            {
                list.Add(value);
            }
        }
        return list;
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half of a character in the name: no member is named so.
            return "�";
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
