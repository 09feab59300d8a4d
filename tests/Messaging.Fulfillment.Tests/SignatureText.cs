using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace Messaging.Fulfillment.Tests;

/// <summary>
/// Writes a member's signature in the same way for a reference to it and for the member itself.
/// </summary>
internal sealed class SignatureText(MetadataReader reader) : ISignatureTypeProvider<string, object?>
{
    public static string? Of(MemberInfo member) => member switch
    {
        MethodInfo method => Method(Of(method.ReturnType), method.GetParameters()),
        ConstructorInfo constructor => Method("System.Void", constructor.GetParameters()),
        FieldInfo field => Of(field.FieldType),
        _ => null,
    };

    public string Of(TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind is HandleKind.TypeReference
            ? $"{Of((TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : WithNamespace(reader.GetString(type.Namespace), name);
    }

    public string Of(MemberReference member)
    {
        if (member.GetKind() is MemberReferenceKind.Field)
            return member.DecodeFieldSignature(this, null);
        var method = member.DecodeMethodSignature(this, null);
        return $"{method.ReturnType}({string.Join(", ", method.ParameterTypes)})";
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Of(handle);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return WithNamespace(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        Generic(genericType, typeArguments);

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) =>
        $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"{signature.ReturnType}*({string.Join(", ", signature.ParameterTypes)})";

    private static string Method(string returned, ParameterInfo[] parameters) =>
        $"{returned}({string.Join(", ", parameters.Select(parameter => Of(parameter.ParameterType)))})";

    private static string Of(Type type) => type switch
    {
        { IsByRef: true } => $"{Of(type.GetElementType()!)}&",
        { IsSZArray: true } => $"{Of(type.GetElementType()!)}[]",
        { IsGenericMethodParameter: true } => $"!!{type.GenericParameterPosition}",
        { IsGenericParameter: true } => $"!{type.GenericParameterPosition}",
        { IsConstructedGenericType: true } =>
            Generic(type.GetGenericTypeDefinition().FullName!, type.GetGenericArguments().Select(Of)),
        _ => type.FullName!,
    };

    private static string Generic(string type, IEnumerable<string> arguments) =>
        $"{type}<{string.Join(", ", arguments)}>";

    private static string WithNamespace(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
