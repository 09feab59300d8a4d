using Messaging.Worker.Hosting;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Messaging.Worker.Pages;

/// <summary>
/// The page's style and script, from within the assembly: they come along wherever the worker is a library.
/// </summary>
internal static class PageAssets
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["page.css"] = "text/css; charset=utf-8",
        ["page.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    /// <summary>An asset's address, another one with each version, so that a browser may keep it.</summary>
    public static string Address(string name) =>
        $"{PagePaths.Assets}/{name}?v={Uri.EscapeDataString(StartReport.Version)}";

    public static void MapPageAssets(this IEndpointRouteBuilder app) =>
        app.MapGet($"{PagePaths.Assets}/{{name}}", Read)
            .AllowAnonymous()
            .RequireRateLimiting(ManagementAccess.RateLimit)
            .ExcludeFromDescription();

    private static Results<FileStreamHttpResult, NotFound> Read(string name, HttpResponse response)
    {
        if (!Types.TryGetValue(name, out var type))
            return TypedResults.NotFound();
        response.Headers.CacheControl = "private, max-age=86400";
        return TypedResults.Stream(typeof(PageAssets).Assembly.GetManifestResourceStream(name)!, type);
    }
}
