using System.Globalization;
using NewsSite.News.Published;
using NewsSite.Web.Reading.Feeds;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>What readers see of a story, in the words of ninjs.</summary>
internal sealed class NinjsView(SiteOptions site)
{
    private const string Topics = "http://cv.iptc.org/newscodes/mediatopic/";
    private const string Main = "main";
    private const string Plain = "text/plain";
    private static readonly NinjsStandard Standard = new(
        "ninjs",
        "3.1",
        "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
    );

    /// <param name="primary">The story's first section; null where it went meanwhile.</param>
    public Ninjs Of(Story story, CategoryView? primary)
    {
        var address = site.Root + story.Address;
        var html = FeedContent.Of(story.BodyHtml, address);
        return new(
            address,
            Standard,
            "text",
            "full",
            story.VersionNumber.ToString(CultureInfo.InvariantCulture),
            story.FirstPublishedAt,
            story.UpdatedAt ?? story.FirstPublishedAt,
            "usable",
            story.Language ?? site.Language,
            site.Name,
            story.Slug,
            [new(Main, Plain, story.Headline)],
            [
                new(Main, "text/html", html.Length, story.WordCount, html),
                new("plain", Plain, story.BodyText.Length, story.WordCount, story.BodyText),
            ],
            [.. Subjects(story, primary)]
        )
        {
            By = story.Authors.Count > 0 ? string.Join(", ", story.Authors.Select(a => a.Name)) : null,
            Located = story.Dateline,
            EdNote = Notes(story),
            Descriptions = story.Standfirst is { } standfirst ? [new("summary", Plain, standfirst)] : null,
            Genres = story.Label is { } label ? [new(label)] : null,
            InfoSources = story.SourceCredit is { } credit ? [Source(credit, story.SourceUrl)] : null,
            Associations = story.Picture is { } picture ? [Picture(picture)] : null,
        };
    }

    private IEnumerable<NinjsConcept> Subjects(Story story, CategoryView? primary) =>
        [
            .. primary is { MediaTopic: { } topic }
                ? (IEnumerable<NinjsConcept>)[new(primary.Category.Name, "about", Topics + topic)]
                : [],
            .. story.Categories.Select(c => new NinjsConcept(c.Name, "about", site.Root + c.Address)),
            .. story.Tags.Select(t => new NinjsConcept(t.Name, "about", site.Root + t.Address)),
        ];

    private static string? Notes(Story story)
    {
        var standing = story
            .Corrections.Where(c => c.Stands)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Title}, {c.At:yyyy-MM-dd}: {c.Text}"))
            .ToList();
        return standing.Count > 0 ? string.Join('\n', standing) : null;
    }

    // An address that is none could not be read as one.
    private static NinjsSource Source(string credit, string? address) =>
        new(credit, "source")
        {
            Uri = Uri.TryCreate(address, UriKind.Absolute, out var whole) ? whole.AbsoluteUri : null,
        };

    private NinjsPicture Picture(PictureView picture)
    {
        (string Name, Crop Crop)[] crops =
        [
            ("wide", Crops.Wide(picture)),
            ("classic", Crops.Classic(picture)),
            ("square", Crops.Square(picture)),
        ];
        return new(
            "lead",
            site.Root + crops[0].Crop.Path,
            "picture",
            picture.Caption is { } caption
                ? [new("alt", Plain, picture.Alt), new("caption", Plain, caption)]
                : [new("alt", Plain, picture.Alt)],
            [
                .. crops.Select(c => new NinjsRendition(
                    c.Name,
                    site.Root + c.Crop.Path,
                    Crop.ContentType,
                    c.Crop.Width,
                    c.Crop.Height
                )),
            ]
        )
        {
            By = picture.Credit,
        };
    }
}
