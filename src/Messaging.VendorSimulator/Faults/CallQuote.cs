using System.Text;
using System.Text.Json.Nodes;

namespace Messaging.VendorSimulator.Faults;

/// <summary>Repeats what a call carried, signature and orders, in every text of its answer.</summary>
internal static class CallQuote
{
    private const int Longest = 2000;

    private static readonly HashSet<string> Texts =
        new(StringComparer.OrdinalIgnoreCase) { "message", "msg", "errMsg", "desc", "trace_id", "requestId" };

    /// <summary>What the call carried, unescaped; its body has to be buffered.</summary>
    public static async Task<string> ReadAsync(HttpRequest request)
    {
        var quote = new StringBuilder();
        foreach (var (name, value) in request.Query)
            quote.Append(name).Append('=').Append(value).Append('&');
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync())
                quote.Append(name).Append('=').Append(value).Append('&');
        }
        else
        {
            request.Body.Position = 0;
            using var reader = new StreamReader(request.Body, leaveOpen: true);
            quote.Append(await reader.ReadToEndAsync());
        }

        return quote.ToString(0, Math.Min(quote.Length, Longest));
    }

    /// <summary>The answer with <paramref name="quote"/> in every text.</summary>
    public static byte[] AddTo(byte[] json, string quote)
    {
        var answer = JsonNode.Parse(json)!;
        Add(answer, quote);
        return Encoding.UTF8.GetBytes(answer.ToJsonString());
    }

    private static void Add(JsonNode? node, string quote)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Add(item, quote);
        }
        else if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                if (Texts.Contains(name) && value is JsonValue text)
                    fields[name] = $"{text} {quote}";
                else
                    Add(value, quote);
            }
        }
    }
}
