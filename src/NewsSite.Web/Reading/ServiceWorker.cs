namespace NewsSite.Web.Reading;

/// <summary>The script that keeps articles for being offline; from the root, so that it may answer for the whole site.</summary>
internal static class ServiceWorker
{
    public static void MapServiceWorker(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(
                "/service-worker.js",
                [HttpMethods.Get, HttpMethods.Head],
                (IWebHostEnvironment environment, HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "no-cache";
                    var file = environment.WebRootFileProvider.GetFileInfo("dist/service-worker.js");
                    return Results.Stream(file.CreateReadStream(), "text/javascript; charset=utf-8");
                }
            )
            .AllowAnonymous();
}
