using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

/// <summary>The headers that every answer carries. Nothing inline is allowed: no script, no style, no frame.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var https = app.Services.GetRequiredService<SiteOptions>().IsHttps;
        app.Use(
            (context, next) =>
            {
                // At the start of the answer, because the error pages clear what was set before them.
                context.Response.OnStarting(() =>
                {
                    var headers = context.Response.Headers;
                    headers.ContentSecurityPolicy =
                        headers.ContentSecurityPolicy.Count > 0 ? headers.ContentSecurityPolicy : Policy;
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
                    if (https)
                    {
                        headers.StrictTransportSecurity = "max-age=31536000";
                    }

                    if (IsStaff(context.Request.Path))
                    {
                        headers.CacheControl = "no-store";
                        headers["X-Robots-Tag"] = "noindex, nofollow";
                    }

                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }

    private static bool IsStaff(PathString path) =>
        path.StartsWithSegments("/newsroom")
        || path.StartsWithSegments("/admin")
        || path.StartsWithSegments("/account");
}
