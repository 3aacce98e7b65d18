using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IncidentDesk.Tests.House;

/// <summary>Every type that a type names: in its head, its attributes, its members' signatures and its code.</summary>
internal static class Imports
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Heads(type).Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Methods.SelectMany(InMethod))
            .Concat(Attributes(type).Concat(type.Fields.SelectMany(Attributes)).Concat(type.Properties.SelectMany(Attributes)).Concat(type.Methods.SelectMany(Attributes)))
            .SelectMany(Parts);

    private static IEnumerable<TypeReference> Heads(TypeDefinition type) =>
        type.Interfaces.Select(head => head.InterfaceType)
            .Concat(type.BaseType is { } parent ? [parent] : [])
            .Concat(type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType));

    private static IEnumerable<TypeReference> InMethod(MethodDefinition method) =>
        InSignature(method)
            .Concat(method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType))
            .Concat(method.HasBody ? InBody(method.Body) : []);

    private static IEnumerable<TypeReference> InBody(MethodBody body) =>
        body.Variables.Select(variable => variable.VariableType)
            .Concat(body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>())
            .Concat(body.Instructions.SelectMany(InInstruction));

    private static IEnumerable<TypeReference> InInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => InSignature(method).Append(method.DeclaringType),
        _ => [],
    };

    private static IEnumerable<TypeReference> InSignature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .Concat(method is GenericInstanceMethod generic ? generic.GenericArguments : []);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider holder) =>
        holder.CustomAttributes.SelectMany(attribute =>
            attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Append(attribute.AttributeType));

    // List<Job[]> names List, Job[] and Job.
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
