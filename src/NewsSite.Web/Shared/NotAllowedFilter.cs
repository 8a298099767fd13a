using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using NewsSite.News.Articles;

namespace NewsSite.Web.Shared;

/// <summary>"Not yours" and "does not exist" are one answer: not found.</summary>
internal sealed class NotAllowedFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is NotAllowedException)
        {
            context.Result = new NotFoundResult();
            context.ExceptionHandled = true;
        }
    }
}
