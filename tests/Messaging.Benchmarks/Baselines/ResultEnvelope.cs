using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Messaging.Benchmarks.Environments;
using Messaging.Contracts;
using RabbitMQ.Client;

namespace Messaging.Benchmarks.Baselines;

/// <summary>
/// MassTransit's envelope, written by hand, so that every contestant publishes the same bytes.
/// </summary>
internal sealed record ResultEnvelope(
    Guid MessageId,
    Guid CorrelationId,
    Guid ConversationId,
    string SourceAddress,
    string DestinationAddress,
    IReadOnlyList<string> MessageType,
    FulfillmentSucceeded Message,
    DateTimeOffset SentTime,
    IReadOnlyDictionary<string, string> Headers,
    ResultHost Host)
{
    private const string Address = "rabbitmq://127.0.0.1/messaging/";
    private static readonly string[] Types =
    [
        "urn:message:Messaging.Contracts:FulfillmentSucceeded", "urn:message:Messaging.Contracts:IFulfillmentResult",
    ];
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>A result as a message.</summary>
    public static OutgoingMessage Wrap(FulfillmentSucceeded result)
    {
        var envelope = new ResultEnvelope(
            result.EventId,
            result.OrderEventId,
            Guid.NewGuid(),
            Address + "baseline",
            Address + TrialEnvironment.Succeeded,
            Types,
            result,
            result.SettledAt,
            NoHeaders,
            ResultHost.This);
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = result.EventId.ToString(),
            CorrelationId = result.OrderEventId.ToString(),
        };
        return new(properties, JsonSerializer.SerializeToUtf8Bytes(envelope, BaselineJson.Wire.ResultEnvelope));
    }
}

/// <summary>Who published a result.</summary>
internal sealed record ResultHost(
    string MachineName,
    string ProcessName,
    int ProcessId,
    string Assembly,
    string AssemblyVersion,
    string FrameworkVersion,
    string MassTransitVersion,
    string OperatingSystemVersion)
{
    public static ResultHost This { get; } = new(
        Environment.MachineName,
        "dotnet",
        Environment.ProcessId,
        "Messaging.Benchmarks",
        "1.0.0.0",
        Environment.Version.ToString(),
        "8.5.12.0",
        Environment.OSVersion.VersionString);
}

[JsonSerializable(typeof(OrderShipped))]
[JsonSerializable(typeof(OrderModified))]
[JsonSerializable(typeof(OrderMarkedDelivering))]
[JsonSerializable(typeof(ResultEnvelope))]
[JsonSerializable(typeof(FulfillmentSucceeded))]
internal sealed partial class BaselineJson : JsonSerializerContext
{
    public static BaselineJson Wire { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>The serialization metadata of an order event.</summary>
    public static JsonTypeInfo<TEvent> TypeOf<TEvent>() => (JsonTypeInfo<TEvent>)Wire.GetTypeInfo(typeof(TEvent))!;
}
