using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.VendorSimulator.Calls;

/// <summary>How a simulated vendor reads and writes JSON.</summary>
public static class WireJson
{
    /// <summary>
    /// For requests and answers of every vendor: Chinese is written unescaped, and numbers may come as text.
    /// </summary>
    public static JsonSerializerOptions Options() => new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        PropertyNameCaseInsensitive = false,
    };
}
