using System.Text.Unicode;
using Messaging.Worker.Management;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;

namespace Messaging.Worker.Pages;

/// <summary>The operators' page: everything below <c>/ui</c>, for those who may.</summary>
internal static class PageRegistration
{
    /// <summary>
    /// Nothing but this worker's own script, style and forms; so nothing that a stranger's text could be.
    /// </summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        + "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>In bytes: a hundred ids and a reason are far less.</summary>
    private const int LargestForm = 64 * 1024;

    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<PageText>();
        services.AddSingleton<PageChanges>();
        services.Configure<WebEncoderOptions>(web => web.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "messaging-forms";
            forms.Cookie.Path = PagePaths.Prefix;
            // The policy above says the same, and more.
            forms.SuppressXFrameOptionsHeader = true;
        });
        services
            .AddRazorPages(pages => pages.Conventions
                .AuthorizeFolder("/", ManagementAccess.ReaderOrOperator)
                .AllowAnonymousToPage("/SignIn")
                .AllowAnonymousToPage("/Denied"))
            .AddMvcOptions(mvc =>
            {
                mvc.Filters.Add<UnavailablePageFilter>();
                mvc.Filters.Add<StaleFormFilter>();
                mvc.Filters.Add(new RequestSizeLimitAttribute(LargestForm));
            })
            // Also where the worker is the library of somebody else's program.
            .AddApplicationPart(typeof(PageRegistration).Assembly);
        return services;
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorPages().RequireRateLimiting(ManagementAccess.RateLimit);
        app.MapGet(PagePaths.Root, () => TypedResults.Redirect(PagePaths.Prefix)).ExcludeFromDescription();
        app.MapPageAssets();
        app.MapPageChanges();
    }

    public static void SetHeaders(IHeaderDictionary headers)
    {
        // As forms want it: they would correct it, and warn of that.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }
}
