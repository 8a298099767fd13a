using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NewsSite.News.Database;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

internal static class PageServices
{
    private const long Megabyte = 1024 * 1024;

    /// <param name="connectionString">The database's.</param>
    /// <param name="isServing">Whether this process answers readers.</param>
    public static void AddPages(
        this IServiceCollection services,
        string connectionString,
        SiteOptions site,
        bool isServing
    )
    {
        services
            .AddSingleton(_ => new PageStore(site.PageCacheMegabytes * Megabyte))
            .AddSingleton(provider => new CopyFile(
                site.CopiesFolder,
                // Copies follow what changes together with the pages in memory. A verb that runs beside the site leaves the
                // file to it.
                site.PageCacheMegabytes == 0
                || !isServing
                    ? 0
                    : site.CopiesMegabytes * Megabyte,
                provider.GetRequiredService<ILogger<CopyFile>>()
            ))
            .AddSingleton<CopyStore>()
            .AddSingleton<RedirectCopies>()
            .AddSingleton<CopyQueue>()
            .AddSingleton<Withdrawals>()
            .AddSingleton<CopyWriter>()
            .AddHostedService(provider => provider.GetRequiredService<CopyWriter>())
            .AddHostedService<CopyFiller>()
            .AddSingleton<SiteChanges>()
            .AddSingleton<LiveSettings>()
            .AddSingleton<FrontCache>()
            .AddSingleton(provider => new Replicas(
                isServing ? site.Replicas : null,
                provider.GetRequiredService<SiteChanges>(),
                provider.GetRequiredService<ILogger<Replicas>>()
            ))
            .AddHostedService(provider => provider.GetRequiredService<Replicas>())
            .AddSingleton<PageMaker>()
            .AddSingleton<PageAnswers>()
            .AddSingleton<PageCache>()
            .AddSingleton<OwnAnswers>()
            .AddSingleton<OwnClient>()
            .AddSingleton(new ReadersDatabase(connectionString))
            .AddSingleton<IInterceptor, OwnChanges>()
            .AddHostedService<ChangeListener>()
            .AddHostedService<PageRefresher>();
        if (isServing && site.FrontCache.Parse() is not null)
        {
            services.AddHostedService<FrontPurger>();
        }
    }

    public static void UseKeptPages(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetRequiredService<OwnClient>();
        app.Use((HttpContext context, RequestDelegate next) => own.UseAsync(context, next));
        var cache = app.ApplicationServices.GetRequiredService<PageCache>();
        app.Use(cache.Use);
    }

    /// <summary>From here on the site answers what it asks itself: before anything is made of a page that is missing.</summary>
    public static void UseOwnAnswers(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetRequiredService<OwnAnswers>();
        app.Use(own.Use);
    }

    public static void KeepPages(this IApplicationBuilder app)
    {
        var cache = app.ApplicationServices.GetRequiredService<PageCache>();
        app.Use((HttpContext context, RequestDelegate next) => cache.FillAsync(context, next));

        // After a page is begun: what is saved from then on keeps it from being kept. What tells of a failure shows what was
        // known when it was asked for.
        var settings = app.ApplicationServices.GetRequiredService<LiveSettings>();
        app.Use(
            async (HttpContext context, RequestDelegate next) =>
            {
                if (
                    context.Features.Get<IExceptionHandlerFeature>() is null
                    && !await settings.EnsureAsync(context.RequestAborted)
                )
                {
                    // It may show old ones, and no bell would say so any more.
                    context.RequestServices.GetRequiredService<PublishedDb>().Shown.IsPartial = true;
                }

                await next(context);
            }
        );
    }

    /// <summary>Takes what an admin saved, before anybody asks.</summary>
    public static Task TakeSettingsAsync(this IServiceProvider services) =>
        services.GetRequiredService<LiveSettings>().BeginAsync();

    /// <summary>Says of a page that the database must be asked for it.</summary>
    public static void AskDatabase(this PageConventionCollection pages, string path) =>
        pages.AddPageApplicationModelConvention(path, page => page.EndpointMetadata.Add(new AsksDatabase()));

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
                .Select(p => p.BindingInfo?.BinderModelName ?? p.ParameterName)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
}
