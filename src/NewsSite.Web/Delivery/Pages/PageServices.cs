using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NewsSite.Web.Delivery.Pages;

internal static class PageServices
{
    /// <param name="connectionString">The database's.</param>
    /// <param name="megabytes">How much memory pages may take; 0 keeps none.</param>
    public static void AddPages(this IServiceCollection services, string connectionString, int megabytes) =>
        services
            .AddSingleton(_ => new PageStore(megabytes * 1024L * 1024))
            .AddSingleton<SiteChanges>()
            .AddSingleton<PageCache>()
            .AddSingleton(new ReadersDatabase(connectionString))
            .AddSingleton<IInterceptor, OwnChanges>()
            .AddHostedService<ChangeListener>();

    public static void UseKeptPages(this IApplicationBuilder app)
    {
        var cache = app.ApplicationServices.GetRequiredService<PageCache>();
        app.Use((HttpContext context, RequestDelegate next) => cache.ServeAsync(context, next));
    }

    public static void KeepPages(this IApplicationBuilder app)
    {
        var cache = app.ApplicationServices.GetRequiredService<PageCache>();
        app.Use((HttpContext context, RequestDelegate next) => cache.FillAsync(context, next));
    }

    /// <summary>Says of each page of a folder that it is the same for all readers, by what its handlers read of the query.</summary>
    public static void KeepFolder(this PageConventionCollection pages, string folder, params string[] except) =>
        pages.AddFolderApplicationModelConvention(
            folder,
            page =>
            {
                if (!except.Contains(page.ViewEnginePath))
                {
                    page.EndpointMetadata.Add(new SameForAll(KeysOf(page)));
                }
            }
        );

    private static List<string> KeysOf(PageApplicationModel page) =>
        [
            .. page
                .HandlerMethods.SelectMany(handler => handler.Parameters)
                .Where(p => p.ParameterInfo.ParameterType != typeof(CancellationToken))
                .Select(p => p.ParameterName)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
}
