using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using NewsSite.News.Articles;

namespace NewsSite.Web.Shared;

/// <summary>"Not yours" and "does not exist" are one answer: not found.</summary>
internal sealed class NotAllowedFilter(ILogger<NotAllowedFilter> log) : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is NotAllowedException)
        {
            var http = context.HttpContext;
            log.RightRefused(
                http.User.Identity?.IsAuthenticated == true ? http.User.Id() : null,
                http.Request.Method,
                http.Request.Path.StartsWithSegments("/preview") ? "/preview/…" : http.Request.Path,
                http.ClientAddress() ?? ""
            );
            context.Result = new NotFoundResult();
            context.ExceptionHandled = true;
        }
    }
}
