using Microsoft.AspNetCore.Diagnostics;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>Says to programs as a program reads it what is otherwise shown as a page: who asks too often, and what is broken.</summary>
internal static class ApiProblems
{
    /// <summary>To stand before the pages of errors, and behind what leads there.</summary>
    public static void UseApiProblems(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var failed = context.Features.Get<IExceptionHandlerPathFeature>();
                var refused = context.Features.Get<IStatusCodeReExecuteFeature>();
                return new PathString(failed?.Path ?? refused?.OriginalPath).StartsWithSegments(ApiRoutes.Root)
                    ? Problem(context, failed?.Error).ExecuteAsync(context)
                    : next(context);
            }
        );

    private static IResult Problem(HttpContext context, Exception? error)
    {
        var code =
            error is null ? context.Response.StatusCode
            : DatabaseOutage.Caused(error) ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status500InternalServerError;
        if (code == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        var what = code switch
        {
            StatusCodes.Status429TooManyRequests =>
                "These were too many questions in a minute. Wait as long as Retry-After says.",
            StatusCodes.Status503ServiceUnavailable => "The site cannot answer this now. Ask again in a minute.",
            < 500 => "The question is not understood.",
            _ => "Something went wrong here. We have been told about it.",
        };
        return Results.Problem(what, statusCode: code);
    }
}
