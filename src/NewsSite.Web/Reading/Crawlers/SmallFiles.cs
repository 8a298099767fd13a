using System.Globalization;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Crawlers;

/// <summary>The small files that machines look for at known addresses.</summary>
internal static class SmallFiles
{
    private const string Plain = "text/plain; charset=utf-8";
    private static readonly TimeSpan SecurityAge = TimeSpan.FromDays(180);
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSmallFiles(this IEndpointRouteBuilder routes)
    {
        var site = routes.ServiceProvider.GetRequiredService<SiteOptions>();
        Map(routes, "/robots.txt", () => Robots.Text(site));

        // Nobody may claim to sell our space, because nobody does.
        Map(routes, "/ads.txt", () => "placeholder.example.com, placeholder, DIRECT, placeholder\n");
        if (site.IndexNow is { } key)
        {
            Map(routes, $"/{key}.txt", () => key);
        }

        foreach (var path in new[] { "/trust.txt", "/.well-known/trust.txt" })
        {
            routes.MapMethods(path, Methods, TrustAsync).AllowAnonymous();
        }

        routes.MapMethods("/.well-known/security.txt", Methods, Security).AllowAnonymous();
        routes.MapMethods("/site.webmanifest", Methods, Manifest).AllowAnonymous();
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<string> text) =>
        routes.MapMethods(path, Methods, (HttpContext context) => Send(context, text())).AllowAnonymous();

    private static async Task<IResult> TrustAsync(
        HttpContext context,
        SiteOptions site,
        AboutPages about,
        CancellationToken cancel
    )
    {
        var standards = (await about.ListAsync(cancel)).FirstOrDefault(p => p.Slug == "editorial-standards");
        string?[] lines =
        [
            standards is null ? null : $"disclosure={site.Root}{standards.Address}",
            string.IsNullOrEmpty(site.Contact) ? null : $"contact={site.Contact}",
            $"datatrainingallowed={(Robots.AllowsTraining(site) ? "yes" : "no")}",
        ];
        return Send(context, string.Concat(lines.OfType<string>().Select(line => line + "\n")));
    }

    private static IResult Security(HttpContext context, SiteOptions site, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(site.SecurityContact))
        {
            return Results.NotFound();
        }

        var contact = site.SecurityContact.Contains("://", StringComparison.Ordinal)
            ? site.SecurityContact
            : $"mailto:{site.SecurityContact}";
        var expires = clock.GetUtcNow().Date.Add(SecurityAge);
        return Send(
            context,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                Contact: {contact}
                Expires: {expires:yyyy-MM-ddTHH:mm:ssZ}
                Preferred-Languages: {site.Language.Split('-')[0]}
                Canonical: {site.Root}/.well-known/security.txt

                """
            )
        );
    }

    private static IResult Manifest(HttpContext context, SiteOptions site)
    {
        // Settings change at any time, and what machines are asked is in force at once.
        context.Response.Headers.CacheControl = "public, no-cache";
        static object Icon(string file, int size, string purpose) =>
            new
            {
                src = $"/{file}",
                sizes = $"{size}x{size}",
                type = "image/png",
                purpose,
            };
        return Results.Json(
            new
            {
                id = "/",
                name = site.Name,
                short_name = Excerpt.Short(site.Name, 12),
                description = site.About,
                start_url = "/",
                scope = "/",
                display = "minimal-ui",
                lang = site.Language,
                dir = CultureInfo.GetCultureInfo(site.Language).TextInfo.IsRightToLeft ? "rtl" : "ltr",
                background_color = "#FFFFFF",
                theme_color = "#FFFFFF",
                categories = new[] { "news" },
                icons = new[]
                {
                    Icon("icon-192.png", 192, "any"),
                    Icon("icon-512.png", 512, "any"),
                    Icon("icon-maskable-512.png", 512, "maskable"),
                },
                shortcuts = new[] { new { name = "Search", url = "/search" } },
            },
            contentType: "application/manifest+json; charset=utf-8"
        );
    }

    private static IResult Send(HttpContext context, string text)
    {
        // Settings change at any time, and what machines are asked is in force at once.
        context.Response.Headers.CacheControl = "public, no-cache";
        return Results.Text(text, Plain);
    }
}
