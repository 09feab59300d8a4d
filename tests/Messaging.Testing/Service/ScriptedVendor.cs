using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Testing.Service;

/// <summary>
/// A vendor, or a proxy before it, that answers as a test tells it, on a loopback port of its own.
/// </summary>
public sealed class ScriptedVendor : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedVendor(WebApplication app) => _app = app;

    /// <summary>What it was sent, unescaped, in the order of coming.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>
    /// Status and body of the answer to a call; null cuts the connection. May be changed at any time.
    /// </summary>
    public Func<string, (int Status, string Body)?> Answer { get; set; } = _ => (200, "");

    /// <summary>Where it listens.</summary>
    public string Address =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts it.</summary>
    public static async Task<ScriptedVendor> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var vendor = new ScriptedVendor(builder.Build());
        vendor._app.Run(vendor.HandleAsync);
        await vendor._app.StartAsync();
        return vendor;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = Uri.UnescapeDataString((await reader.ReadToEndAsync()).Replace('+', ' '));
        Calls.Enqueue(call);
        if (Answer(call) is not var (status, body))
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }
}
