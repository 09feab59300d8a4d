using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MassTransit;

namespace Messaging.Fulfillment.Tests;

/// <summary>
/// The transport asks for a newer client than the one that it is paired with by hand, so what it uses has to be looked for before it is missed
/// at run time.
/// </summary>
public sealed class RabbitMqClientCompatibilityTests
{
    private const BindingFlags Every =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly Assembly _client = typeof(RabbitMQ.Client.IConnection).Assembly;

    [Fact]
    public void Every_type_and_member_of_the_client_that_the_transport_uses_exists()
    {
        using var file = new PEReader(File.OpenRead(typeof(IRabbitMqReceiveEndpointConfigurator).Assembly.Location));
        var used = UsedOfClient(file.GetMetadataReader());

        Assert.Empty(used.Where(member => !Exists(member)).Select(member => member.ToString()));
        Assert.True(used.Count(member => member.Name is not null) >= 100, $"Only {used.Count} were found: were all looked at?");
    }

    [Theory]
    [InlineData("RabbitMQ.Client.IGone", null, null)]
    [InlineData("RabbitMQ.Client.IChannel", "GoneAsync", null)]
    [InlineData("RabbitMQ.Client.IChannel", "BasicAckAsync", "System.Threading.Tasks.ValueTask(System.UInt64)")]
    public void What_is_missing_would_be_found(string type, string? name, string? signature) => Assert.False(Exists(new(type, name, signature)));

    private List<Used> UsedOfClient(MetadataReader transport)
    {
        var names = new SignatureText(transport);
        var types = transport.TypeReferences.Where(type => IsOfClient(transport, type)).Select(type => new Used(names.Of(type), null, null));
        var members = transport.MemberReferences.Select(transport.GetMemberReference).Select(member => (member, type: TypeOf(transport, member.Parent)))
            .Where(pair => pair.type is { } type && IsOfClient(transport, type))
            .Select(pair => new Used(names.Of(pair.type!.Value), transport.GetString(pair.member.Name), names.Of(pair.member)));
        return [.. types, .. members];
    }

    private bool IsOfClient(MetadataReader transport, TypeReferenceHandle handle)
    {
        var scope = transport.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => transport.StringComparer.Equals(
                transport.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, _client.GetName().Name!),
            HandleKind.TypeReference => IsOfClient(transport, (TypeReferenceHandle)scope),
            _ => false,
        };
    }

    /// <summary>The type that a member belongs to; that of a generic one, as of <c>AsyncEventHandler&lt;T&gt;</c>, without its arguments.</summary>
    private static TypeReferenceHandle? TypeOf(MetadataReader transport, EntityHandle parent)
    {
        if (parent.Kind is HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind is not HandleKind.TypeSpecification)
            return null;

        var blob = transport.GetBlobReader(transport.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() is not SignatureTypeCode.GenericTypeInstance)
            return null;
        _ = blob.ReadCompressedInteger();
        return blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } generic ? (TypeReferenceHandle)generic : null;
    }

    private bool Exists(Used used)
    {
        if (_client.GetType(used.Type) is not { } type)
            return false;
        return used.Name is null || type.GetMember(used.Name, Every).Select(SignatureText.Of).Contains(used.Signature, StringComparer.Ordinal);
    }

    /// <summary>A type, or one of its members, with the signature as <see cref="SignatureText"/> writes it.</summary>
    private sealed record Used(string Type, string? Name, string? Signature)
    {
        public override string ToString() => Name is null ? Type : $"{Type}.{Name}: {Signature}";
    }
}
