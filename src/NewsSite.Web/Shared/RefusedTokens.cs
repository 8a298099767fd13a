using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace NewsSite.Web.Shared;

/// <summary>Writes down each form that was refused because it did not come from a page of ours.</summary>
internal sealed class RefusedTokens(ILogger<RefusedTokens> log) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            log.TokenRefused(context.HttpContext.Request.Path, context.HttpContext.ClientAddress() ?? "");
        }
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
