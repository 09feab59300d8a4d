using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Messaging.Contracts;
using Messaging.Fulfillment.Ledger;

namespace Messaging.Fulfillment.Dispatch;

/// <summary>
/// How the ledger keeps order events: those of this service's own vendors by generated code, those of vendors added
/// elsewhere by reflection.
/// </summary>
internal static class OrderEventJson<TEvent>
    where TEvent : class, IOrderEvent
{
    private static readonly JsonTypeInfo<TEvent> TypeInfo =
        (JsonTypeInfo<TEvent>)new JsonSerializerOptions(KnownOrderEvents.Default.Options)
        {
            TypeInfoResolver =
                JsonTypeInfoResolver.Combine(KnownOrderEvents.Default, new DefaultJsonTypeInfoResolver()),
        }.GetTypeInfo(typeof(TEvent));

    public static string Write(TEvent order) => JsonSerializer.Serialize(order, TypeInfo);

    /// <summary>The order event of an entry, or null when it cannot be read.</summary>
    public static TEvent? Read(OrderEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Payload, TypeInfo);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Camel case, without what is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderShipped))]
[JsonSerializable(typeof(OrderModified))]
[JsonSerializable(typeof(OrderMarkedDelivering))]
internal sealed partial class KnownOrderEvents : JsonSerializerContext;
