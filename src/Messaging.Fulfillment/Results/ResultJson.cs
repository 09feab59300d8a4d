using System.Text.Json.Serialization;
using Messaging.Contracts;

namespace Messaging.Fulfillment.Results;

/// <summary>How the ledger keeps result events: camel case, without what is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FulfillmentSucceeded))]
[JsonSerializable(typeof(FulfillmentFailed))]
internal sealed partial class ResultJson : JsonSerializerContext;
