using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// Writes a <see cref="FailureReason"/> as a camel-case name. A name that it does not know is read as
/// <see cref="FailureReason.Unrecognized"/>, so that a new reason does not stop those who have not updated yet.
/// </summary>
public sealed class FailureReasonJsonConverter : JsonConverter<FailureReason>
{
    private static readonly Dictionary<string, FailureReason> Known =
        Enum.GetValues<FailureReason>().ToDictionary(GetName, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override FailureReason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? Known.GetValueOrDefault(reader.GetString()!)
            : throw new JsonException("A failure reason is a string.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FailureReason value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(GetName(value));
    }

    private static string GetName(FailureReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
