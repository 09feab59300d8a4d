using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Messaging.Contracts;

namespace Messaging.Fulfillment;

/// <summary>How order events and results are kept in the ledger: camel case, without what is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderShipped))]
[JsonSerializable(typeof(OrderModified))]
[JsonSerializable(typeof(OrderMarkedDelivering))]
[JsonSerializable(typeof(FulfillmentSucceeded))]
[JsonSerializable(typeof(FulfillmentFailed))]
internal sealed partial class MessagingJson : JsonSerializerContext;

/// <summary>How any order event is kept: those of this service's own vendors by generated code, those of vendors added elsewhere by reflection.</summary>
internal static class OrderEventJson<TEvent>
    where TEvent : class, IOrderEvent
{
    public static readonly JsonTypeInfo<TEvent> TypeInfo = (JsonTypeInfo<TEvent>)new JsonSerializerOptions(MessagingJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(MessagingJson.Default, new DefaultJsonTypeInfoResolver()),
    }.GetTypeInfo(typeof(TEvent));
}
