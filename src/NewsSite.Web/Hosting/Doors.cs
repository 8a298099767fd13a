using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.ResponseCompression;
using NewsSite.Web.Admin.Site;
using NewsSite.Web.Delivery;
using NewsSite.Web.Delivery.Live;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Delivery.Transport;
using NewsSite.Web.Newsroom.Drafts;
using NewsSite.Web.Newsroom.Pictures;
using NewsSite.Web.Newsroom.Versions;
using NewsSite.Web.Reading;
using NewsSite.Web.Reading.Api;
using NewsSite.Web.Reading.Crawlers;
using NewsSite.Web.Reading.Feeds;
using NewsSite.Web.Reading.Metadata;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

/// <summary>Opens the doors: a door's folder decides who may enter. What no line here opens stays shut.</summary>
internal static class Doors
{
    /// <param name="connectionString">The database's.</param>
    public static void AddDoors(
        this WebApplicationBuilder builder,
        SiteOptions site,
        string connectionString,
        bool isServing
    )
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostFilteringOptions>(hosts =>
            hosts.AllowedHosts = [new Uri(site.Root).Host, "localhost", "127.0.0.1", "[::1]"]
        );
        builder.Services.Configure<RouteOptions>(routes =>
        {
            routes.LowercaseUrls = true;
        });
        builder
            .Services.AddRazorPages(pages =>
            {
                pages.Conventions.AllowAnonymousToFolder("/Reading");

                // A search is as good as never asked for twice.
                pages.Conventions.KeepFolder("/Reading", "/Reading/Search", "/Reading/Error", "/Reading/Offline");
                pages.Conventions.AskDatabase("/Reading/Search");
                pages.Conventions.AllowAnonymousToPage("/Accounts/SignIn");
                pages.Conventions.AllowAnonymousToPage("/Accounts/ToProvider");
                pages.Conventions.AllowAnonymousToPage("/Accounts/Code");
                pages.Conventions.AllowAnonymousToPage("/Accounts/SetPassword");
                pages.Conventions.AllowAnonymousToPage("/Accounts/FirstAdmin");
                pages.Conventions.AuthorizePage("/Accounts/SignInCodes", Rights.SignedIn);
                pages.Conventions.AuthorizePage("/Accounts/Passkeys", Rights.SignedIn);
                pages.Conventions.AuthorizePage("/Accounts/Confirm", Rights.SignedIn);
                pages.Conventions.AuthorizePage("/Accounts/SignOut", Rights.SignedIn);
                pages.Conventions.AuthorizeFolder("/Newsroom", Rights.Reporter);
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Breaking", Rights.Editor);
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Alert", Rights.Editor);
                pages.Conventions.AllowAnonymousToPage("/Newsroom/Versions/LinkedPreview");
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Publish", Rights.Editor);
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Withdraw", Rights.Editor);
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Front", Rights.Editor);
                pages.Conventions.AuthorizePage("/Newsroom/Publishing/Related", Rights.Editor);
                pages.Conventions.AuthorizeFolder("/Admin", Rights.Admin);
            })
            .AddMvcOptions(mvc =>
            {
                mvc.Filters.Add<NotAllowedFilter>();
                mvc.Filters.Add<NoHandlerFilter>();
                mvc.Filters.Add<RefusedTokens>();
                mvc.Filters.Add<KnownEverywhere>();

                // No form of ours needs it, and it throws at a field that is called "a[".
                mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            })
            .WithRazorPagesAtContentRoot();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<Brotli>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/rss+xml",
                "application/feed+json",
                "application/manifest+json",
                "image/svg+xml",
            ];
        });
        builder.Services.AddPreviewLimit();
        builder.Services.AddMetadata();
        builder.Services.AddScoped<SystemReport>();
        builder.Services.AddFeeds();
        builder.Services.AddScoped<PaperForWordPress>();
        builder.Services.AddApi();
        builder.Services.AddDelivery(site);
        builder.Services.AddPages(connectionString, site, isServing);
        builder.Services.AddSingleton<IConnectionListenerFactory, PageTransport>();
        builder.Services.AddLive();
        builder.Services.AddScoped<PictureIntake>();
        builder.Services.AddScoped<StorySaving>();
        builder.Services.AddHealthChecks().AddCheck<ReadersHealth>("readers", tags: ["ready"]);
    }

    public static void UseDoors(this WebApplication app)
    {
        // With services of its own: who asks was being found out when it failed, and that would only fail again.
        app.UseExceptionHandler("/error/500", createScopeForErrors: true);
        app.UseSecurityHeaders();
        app.UseCrawlerPolicy();
        app.UseApiScripts();
        app.UseKeptPages();

        // Staff pages carry secrets of a session, whose length must not be told by how well they shrink. The live stream
        // is sent word by word.
        app.UseWhen(
            context => !SecurityHeaders.IsStaff(context.Request.Path) && context.Request.Path != LiveRoutes.Stream,
            readers => readers.UseResponseCompression()
        );
        app.UseRequestLog();
        app.UseKnownMethods();
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseOwnAnswers();
        app.UseApiProblems();
        app.UseRouting();
        app.KeepPages();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseActors();
        app.UseAuthorization();

        // Whoever asks for them: they are sent before the database is asked about a session.
        app.MapStaticAssets().AllowAnonymous().ShortCircuit().Add(KeepFonts);
        app.MapRazorPages().WithStaticAssets();
        app.MapFeeds();
        app.MapApi();
        app.MapSitemaps();
        app.MapSmallFiles();
        app.MapPictures();
        app.MapStaffPictures();
        app.MapLinkedPictures();
        app.MapServiceWorker();
        app.MapDelivery();
        app.MapLive();

        // An unknown address is "not found", not "sign in".
        app.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
        var asked = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).WithMetadata(asked).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") })
            .WithMetadata(asked)
            .AllowAnonymous();
    }

    /// <summary>Refuses what no page knows: it would be shown with nothing read for it, which is a fault.</summary>
    private static void UseKnownMethods(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var method = context.Request.Method;
                if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPost(method))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.Headers.Allow = "GET, HEAD, POST";
                return Task.CompletedTask;
            }
        );

    /// <summary>A font's name changes with its bytes, which the server does not know: the bundler named it.</summary>
    private static void KeepFonts(EndpointBuilder file)
    {
        if (
            file is RouteEndpointBuilder { RoutePattern.RawText: { } path, RequestDelegate: { } send }
            && path.EndsWith(".woff2", StringComparison.Ordinal)
        )
        {
            file.RequestDelegate = context =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    return Task.CompletedTask;
                });
                return send(context);
            };
        }
    }
}
