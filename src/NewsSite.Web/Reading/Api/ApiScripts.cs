using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>Lets scripts of other sites read what the API answers, where the setting says so: a refusal as well as a list.</summary>
internal static class ApiScripts
{
    // What such a script may read besides the words: whether it has them already, and when to come back.
    private const string Told = "ETag, Retry-After";

    /// <summary>To stand before whatever answers: kept pages, limits and error pages.</summary>
    public static void UseApiScripts(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<SiteOptions>().ApiForScripts)
        {
            return;
        }

        app.Use(
            (context, next) =>
            {
                // As it was asked for: an error page has a path of its own.
                if (context.Request.Path.StartsWithSegments(ApiRoutes.Root))
                {
                    // At the start of the answer, because the error pages clear what was set before them.
                    context.Response.OnStarting(() =>
                    {
                        // The same for whoever asks: what a cache keeps would otherwise carry the name of the first.
                        context.Response.Headers.AccessControlAllowOrigin = "*";
                        context.Response.Headers.AccessControlExposeHeaders = Told;
                        return Task.CompletedTask;
                    });
                    if (HttpMethods.IsOptions(context.Request.Method))
                    {
                        return Allow(context.Response);
                    }
                }

                return next(context);
            }
        );
    }

    // What a browser asks before a script may send a header of its own, such as If-None-Match.
    private static Task Allow(HttpResponse answer)
    {
        answer.StatusCode = StatusCodes.Status204NoContent;
        answer.Headers.AccessControlAllowMethods = ApiRoutes.Methods;
        answer.Headers.AccessControlAllowHeaders = "*";
        answer.Headers.AccessControlMaxAge = "86400";
        return Task.CompletedTask;
    }
}
