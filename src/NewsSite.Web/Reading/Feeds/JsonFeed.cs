using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>JSON Feed 1.1, with the whole text.</summary>
internal sealed class JsonFeed(SiteOptions site, SiteFrame frame)
{
    public const string ContentType = "application/feed+json; charset=utf-8";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // A file of its own, never inside a page: letters and brackets stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] Write(Feed feed) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Version = "https://jsonfeed.org/version/1.1",
                feed.Title,
                HomePageUrl = site.Root + feed.Path,
                FeedUrl = $"{site.Root}{(feed.Path == "/" ? "" : feed.Path)}/feed.json",
                feed.Description,
                Icon = site.Root + "/icon-512.png",
                Favicon = site.Root + "/icon-192.png",
                site.Language,
                Authors = new[] { new { site.Name, Url = site.Root + "/" } },
                Hubs = site.Hub is { } hub ? new[] { new { Type = "WebSub", Url = hub } } : null,
                Items = feed.Stories.Select(Item),
            },
            Json
        );

    private object Item(Story story)
    {
        var address = site.Root + story.Address;
        return new
        {
            Id = $"tag:{new Uri(site.Root).Host},2026:article/{story.Id}",
            Url = address,
            ExternalUrl = story.IsSyndicated ? story.SourceUrl : null,
            Title = story.Headline,
            Summary = story.Standfirst,
            ContentHtml = FeedContent.Of(story.BodyHtml, address),
            Image = site.Root
                + (
                    story.Picture is { } picture
                        ? Crops.Wide(picture)
                        : Crops.Card(story.Id, story.VersionNumber, hasPicture: false, site)
                ).Path,
            BannerImage = story.Picture is { } banner ? site.Root + Crops.Wide(banner).Path : null,
            DatePublished = frame.Machine(story.FirstPublishedAt),
            DateModified = frame.Machine(story.UpdatedAt ?? story.FirstPublishedAt),
            Authors = story.Authors.Count == 0
                ? null
                : story.Authors.Select(a => new
                {
                    a.Name,
                    Url = site.Root + a.Address,
                    Avatar = a.Portrait is { } face ? site.Root + Crops.Square(face).Path : null,
                }),
            Tags = story.Categories.Select(c => c.Name).Concat(story.Tags.Select(t => t.Name)).Distinct(),
            Language = story.Language ?? site.Language,
        };
    }
}
