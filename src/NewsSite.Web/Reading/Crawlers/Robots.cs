using System.Text;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Crawlers;

/// <summary>What crawlers are asked: the same policy in <c>robots.txt</c>, <c>trust.txt</c> and a header.</summary>
internal static class Robots
{
    private static readonly string[] Training =
    [
        "GPTBot",
        "ClaudeBot",
        "Google-Extended",
        "Applebot-Extended",
        "CCBot",
        "meta-externalagent",
        "Bytespider",
        "Amazonbot",
        "cohere-training-data-crawler",
        "Diffbot",
    ];
    private static readonly string[] Retrieval =
    [
        "OAI-SearchBot",
        "ChatGPT-User",
        "Claude-SearchBot",
        "Claude-User",
        "PerplexityBot",
        "Perplexity-User",
        "DuckAssistBot",
    ];

    /// <summary>Whether models may be trained on the site.</summary>
    public static bool AllowsTraining(SiteOptions site) =>
        site is { IsPublic: true, CrawlerPolicy: CrawlerPolicy.Open };

    public static string Text(SiteOptions site)
    {
        if (!site.IsPublic)
        {
            return "User-agent: *\nDisallow: /\n";
        }

        var text = new StringBuilder();
        string[] refused = site.CrawlerPolicy switch
        {
            CrawlerPolicy.Open => [],
            CrawlerPolicy.Citation => Training,
            _ => [.. Training, .. Retrieval],
        };
        if (refused.Length > 0)
        {
            foreach (var crawler in refused)
            {
                text.Append("User-agent: ").Append(crawler).Append('\n');
            }

            text.Append("Disallow: /\n\n");
        }

        text.Append("User-agent: *\n");
        foreach (var path in new[] { "/newsroom", "/admin", "/account", "/preview", "/search?" })
        {
            text.Append("Disallow: ").Append(path).Append('\n');
        }

        text.Append('\n');
        if (site.RobotsLines is { } more)
        {
            text.Append(more.TrimEnd()).Append("\n\n");
        }

        return text.Append("Sitemap: ")
            .Append(site.Root)
            .Append("/sitemap.xml\n")
            .Append("Sitemap: ")
            .Append(site.Root)
            .Append("/sitemap-news.xml\n")
            .ToString();
    }

    /// <summary>Says on every answer whether the rights to mine text and data are reserved.</summary>
    public static void UseCrawlerPolicy(this WebApplication app)
    {
        var site = app.Services.GetRequiredService<SiteOptions>();
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["tdm-reservation"] = AllowsTraining(site) ? "0" : "1";
                    return Task.CompletedTask;
                });
                return next(context);
            }
        );
    }
}
