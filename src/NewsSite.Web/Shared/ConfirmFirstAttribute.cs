using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;

namespace NewsSite.Web.Shared;

/// <summary>
/// Asks who has not proved it for some minutes to prove once more who it is, before a page does what it is sent. What
/// was sent goes along, and is done then.
/// </summary>
/// <param name="handlers">The acts that ask; none named: each.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ConfirmFirstAttribute(params string[] handlers) : Attribute, IAsyncPageFilter
{
    /// <summary>So long a proof counts.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromMinutes(10);

    public IReadOnlyList<string> Handlers { get; } = handlers;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || (Handlers.Count > 0 && !Handlers.Contains(context.HandlerMethod?.Name ?? ""))
            || clock.GetUtcNow() - http.User.ConfirmedAt() < Counts
        )
        {
            return next();
        }

        // By the method that it came with, so that the browser sends the form along.
        context.Result = new RedirectResult(
            QueryHelpers.AddQueryString("/account/confirm", "to", http.Request.Path + http.Request.QueryString),
            permanent: false,
            preserveMethod: true
        );
        return Task.CompletedTask;
    }
}
