using System.Text;
using Xunit;

namespace Messaging.Fulfillment.Testing.Vendors;

/// <summary>Bodies that no vendor's page describes; they have names, so that test names stay readable.</summary>
public static class JunkBodies
{
    private static readonly Dictionary<string, byte[]> Bodies = new(StringComparer.Ordinal)
    {
        ["empty"] = [],
        ["blank"] = Text("  \r\n\t "),
        ["zero bytes"] = new byte[512],
        ["not utf-8"] = [0xFF, 0xFE, 0x80, 0xC3, 0x28],
        ["utf-8 mark only"] = [0xEF, 0xBB, 0xBF],
        ["plain text"] = Text("Service Unavailable"),
        ["html"] = Text("<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"),
        ["xml"] = Text("<?xml version=\"1.0\"?><response><code>0</code></response>"),
        ["null"] = Text("null"),
        ["true"] = Text("true"),
        ["number"] = Text("200"),
        ["string"] = Text("\"ok\""),
        ["array"] = Text("[]"),
        ["array of answers"] = Text("""[{"code":0,"message":"ok"}]"""),
        ["empty object"] = Text("{}"),
        ["object of strangers"] = Text("""{"ok":true,"result":[1,2,3]}"""),
        ["truncated"] = Text("""{"code":0,"statusCode":0,"message":"ok","data":["""),
        ["truncated in text"] = Text("""{"message":"o"""),
        ["two answers"] = Text("""{"code":0,"data":[]}{"code":0,"data":[]}"""),
        ["trailing junk"] = Text("""{"code":200,"status":"success","success":true,"data":null} <!-- cached -->"""),
        ["comment"] = Text("""/* ok */ {"code":200,"success":true}"""),
        ["single quotes"] = Text("{'code':0,'statusCode':0}"),
        ["wrong types"] =
            Text("""{"code":[200],"statusCode":{},"status":{"a":1},"success":"yes","message":[],"data":7}"""),
        ["codes beyond every number"] =
            Text($$"""{"code":1{{new string('0', 500)}},"statusCode":-1{{new string('0', 500)}}}"""),
        ["broken surrogate"] = Text("""{"message":"\ud800","requestId":"\udc00"}"""),
        ["deep arrays"] = Text(new string('[', 50_000)),
        ["deep objects"] = Text(string.Concat(Enumerable.Repeat("{\"data\":", 20_000)) + "1" + new string('}', 20_000)),
        ["name twice"] = Text("""{"code":1,"code":200,"statusCode":1,"statusCode":0,"data":{"a":1},"data":null}"""),
        ["framework's error"] =
            Text("""{"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/gateway"}"""),
    };

    private static readonly int[] Statuses = [200, 204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503];

    /// <summary>Their names.</summary>
    public static TheoryData<string> All => [.. Bodies.Keys];

    /// <summary>Each with each HTTP status that a vendor may answer with.</summary>
    public static TheoryData<int, string> WithEveryStatus =>
        new(Statuses.SelectMany(status => Bodies.Keys.Select(name => (status, name))));

    /// <summary>The body of that name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    public static byte[] Get(string name) => Bodies[name];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
