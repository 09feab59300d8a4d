using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Worker.Hosting;

[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(AccountsAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
internal sealed partial class HostingJson : JsonSerializerContext
{
    /// <summary>
    /// Chinese, and the + of a time, as they are: answers are JSON for programs and people, and no page of HTML holds
    /// them.
    /// </summary>
    public static JavaScriptEncoder Readable => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static HostingJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = Readable,
    });
}
