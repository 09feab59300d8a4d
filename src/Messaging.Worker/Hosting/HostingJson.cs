using System.Text.Json.Serialization;

namespace Messaging.Worker.Hosting;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(AccountsAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
internal sealed partial class HostingJson : JsonSerializerContext;
