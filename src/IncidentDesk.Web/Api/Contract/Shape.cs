using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>One member of a body: how it is named in JSON, and what it must be.</summary>
internal sealed record Member(string Name, Type Type, bool Nullable, bool NullableItems, bool HasDefault, object? Default)
{
    /// <summary>Whether a body may leave it out.</summary>
    public bool Optional => HasDefault || Nullable;
}

/// <summary>What a record looks like in JSON: the parameters of its constructor are the members.</summary>
internal sealed class Shape
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = new();
    private readonly ConstructorInfo _constructor;

    private Shape(Type type)
    {
        _constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var nulls = new NullabilityInfoContext();
        Members = [.. _constructor.GetParameters().Select(p => Of(p, nulls))];
    }

    public IReadOnlyList<Member> Members { get; }

    public static Shape Of(Type record) => Known.GetOrAdd(record, type => new Shape(type));

    /// <summary>The type of a member by its name in JSON, as a record's properties have it; null when it has none so named.</summary>
    public static Type? PropertyOf(Type? record, string name) => record?.GetProperties()
        .FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == name)?.PropertyType;

    /// <summary>The type of a list's items; null when the type is no list.</summary>
    public static Type? ItemOf(Type? type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() is var list
        && (list == typeof(IReadOnlyList<>) || list == typeof(List<>)) ? type.GetGenericArguments()[0] : null;

    public object Make(object?[] values) => _constructor.Invoke(values);

    private static Member Of(ParameterInfo parameter, NullabilityInfoContext nulls)
    {
        var info = nulls.Create(parameter);
        var items = info.GenericTypeArguments is [var item] && ItemOf(parameter.ParameterType) is not null && item.WriteState == NullabilityState.Nullable;
        return new Member(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType,
            info.WriteState == NullabilityState.Nullable, items, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null);
    }
}
