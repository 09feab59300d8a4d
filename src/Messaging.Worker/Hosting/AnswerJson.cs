using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Worker.Hosting;

/// <summary>How answers are written.</summary>
internal static class AnswerJson
{
    /// <summary>
    /// Chinese, and the + of a time, as they are: answers are JSON for programs and people, and no page of HTML holds
    /// them.
    /// </summary>
    public static JavaScriptEncoder Readable => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The same for who asks.</summary>
    public static JsonSerializerOptions Wire { get; } = CreateWire();

    /// <summary>Has all answers written in one way.</summary>
    public static void Configure(JsonSerializerOptions json)
    {
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.WriteIndented = true;
        json.Encoder = Readable;
        json.TypeInfoResolverChain.Insert(0, HostingJson.Default);
    }

    private static JsonSerializerOptions CreateWire()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(json);
        return json;
    }
}
