using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

/// <summary>
/// The headers that every answer carries. Nothing inline is allowed but the style sheets that we know by their hash: no
/// script, no other style, and no frame but the two video players. And no text becomes HTML or the address of a script, but in
/// the one file of ours that says so (Trusted Types).
/// </summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' STYLES; img-src 'self'; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; frame-src https://www.youtube-nocookie.com https://player.vimeo.com; "
        + "require-trusted-types-for 'script'; trusted-types newssite";

    // The rich text's library reads what is pasted by a policy of its own, in a document in which nothing runs.
    private const string ForStaff = " ProseMirrorClipboard";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var policy = Policy.Replace(
            "STYLES",
            app.Services.GetRequiredService<ReaderStyle>().Sources,
            StringComparison.Ordinal
        );
        var site = app.Services.GetRequiredService<SiteOptions>();
        var strict = "max-age=31536000" + (site.StrictSubdomains ? "; includeSubDomains" : "");
        app.Use(
            (context, next) =>
            {
                // At the start of the answer, because the error pages clear what was set before them.
                context.Response.OnStarting(() =>
                {
                    var headers = context.Response.Headers;
                    var isStaff = IsStaff(context.Request.Path);
                    if (headers.ContentSecurityPolicy.Count == 0)
                    {
                        headers.ContentSecurityPolicy = isStaff ? policy + ForStaff : policy;
                    }

                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";

                    // Pictures may stand in other people's readers of feeds; the page that says there is none may not.
                    headers["Cross-Origin-Resource-Policy"] =
                        context.Request.Path.StartsWithSegments("/media") && context.Response.StatusCode < 400
                            ? "cross-origin"
                            : "same-origin";
                    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
                    if (site.IsHttps)
                    {
                        headers.StrictTransportSecurity = strict;
                    }

                    if (isStaff)
                    {
                        headers.CacheControl = "private, no-store";
                        headers["X-Robots-Tag"] = "noindex, nofollow";
                    }
                    else if (headers.CacheControl.Count == 0)
                    {
                        // Pages and redirects may be kept, but are asked for again: a story can be put right or
                        // withdrawn at any moment, and a section can get its former address back.
                        headers.CacheControl = "no-cache";
                    }

                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }

    /// <summary>Whether the address is behind one of the doors for staff, or shows what is not published.</summary>
    internal static bool IsStaff(PathString path) =>
        path.StartsWithSegments("/newsroom")
        || path.StartsWithSegments("/admin")
        || path.StartsWithSegments("/account")
        || path.StartsWithSegments("/preview");
}
