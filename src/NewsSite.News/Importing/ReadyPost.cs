using System.Security.Cryptography;
using System.Text;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Importing.Markup;
using NewsSite.News.StandingPages;
using NewsSite.News.Tags;

namespace NewsSite.News.Importing;

/// <summary>A story or page in our own form and within our limits, ready to be written.</summary>
/// <param name="Key">By which it is known however often it is taken in.</param>
/// <param name="Body">Markdown.</param>
/// <param name="PageSlug">Of a page about the paper: the one that it would have if nobody had it. Null of a story.</param>
/// <param name="Remarks">What somebody should know of it.</param>
internal sealed record ReadyPost(
    SourcePost Source,
    Guid Key,
    string Headline,
    string? Standfirst,
    string Body,
    string? PageSlug,
    IReadOnlyList<string> Sections,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Authors,
    long? PictureId,
    string? SearchTitle,
    IReadOnlyList<string> Remarks
)
{
    /// <summary>Whether readers see it at once.</summary>
    public bool IsPublic => Source.IsPublic;

    /// <summary>Whether readers see it at once, or at a time that is set.</summary>
    public bool GoesOut => Source.IsPublic || Source.DueAt is not null;
}

/// <summary>Puts what a source has into our form. What does not fit is cut, and said; what cannot be read is refused.</summary>
/// <param name="site">See <see cref="SourceNouns.Site"/>.</param>
internal sealed class PostMaker(string site)
{
    private const int NamedBy = 80;

    /// <returns>By which a thing of this source is known for ever.</returns>
    public Guid KeyOf(SourcePost post) => KeyOf(post.Key);

    /// <inheritdoc cref="KeyOf(SourcePost)"/>
    /// <param name="key">See <see cref="SourcePost.Key"/>.</param>
    public Guid KeyOf(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{key}")).AsSpan(0, 16));

    /// <exception cref="ItemRefusedException">The message says why, so that it follows its name.</exception>
    public ReadyPost Make(SourcePost post, IReadOnlyDictionary<string, KnownPicture> pictures)
    {
        var remarks = new List<string>(post.Remarks);
        KnownPicture? Find(IReadOnlyList<PicturePlace> places) =>
            places.Select(place => pictures.GetValueOrDefault(place.Path)).FirstOrDefault(p => p is not null);
        var body = MarkdownBody.Of(
            post.Html,
            post.LinesCount,
            address => post.Pictures.TryGetValue(address, out var places) ? Find(places) : null,
            remarks.Add
        );
        if (body.Length > ArticleContent.BodyLimit)
        {
            throw new ItemRefusedException($"its text has more than {ArticleContent.BodyLimit:N0} characters");
        }

        var missing = post.Pictures.Count(p => WebAddress.IsWeb(p.Key) && Find(p.Value) is null);
        remarks.AddRange(
            Enumerable.Repeat(
                "a picture in its text is not among those given: there is a link to where it was",
                missing
            )
        );
        if (post.Lead is not null && Find(post.Lead) is null)
        {
            remarks.Add("its featured picture is not among those given");
        }

        var headline = Headline(post, remarks);
        if (post.Standfirst?.Length > ArticleContent.StandfirstLimit)
        {
            remarks.Add($"its excerpt is longer than {ArticleContent.StandfirstLimit} characters and was cut");
        }

        return new ReadyPost(
            post,
            KeyOf(post),
            headline,
            post.Standfirst is { } words ? PlainText.Cut(words, ArticleContent.StandfirstLimit) : null,
            body,
            PageSlug(post, headline, body, remarks),
            First(post.Sections, 1 + ArticleContent.FurtherCategoryLimit, "sections", remarks),
            First(post.Tags, TagBook.PerStory, "tags", remarks),
            First(post.Authors, ArticleContent.AuthorLimit, "authors", remarks),
            post.Lead is { } lead ? Find(lead)?.Id : null,
            SearchTitle(post, headline, remarks),
            remarks
        );
    }

    private static string? SearchTitle(SourcePost post, string headline, List<string> remarks)
    {
        if (post.SearchTitle is not { Length: > 0 } title || title == headline)
        {
            return null;
        }

        if (post.IsPage)
        {
            remarks.Add("has a title for search engines, for which pages have no place here");
            return null;
        }

        if (title.Length > ArticleContent.SearchTitleLimit)
        {
            remarks.Add(
                $"its title for search engines is longer than {ArticleContent.SearchTitleLimit} characters and was cut"
            );
        }

        return PlainText.Cut(title, ArticleContent.SearchTitleLimit);
    }

    private static string Headline(SourcePost post, List<string> remarks)
    {
        if (post.Headline.Length > ArticleContent.HeadlineLimit)
        {
            remarks.Add($"its title is longer than {ArticleContent.HeadlineLimit} characters and was cut");
        }

        if (post.Headline.Length > 0)
        {
            return PlainText.Cut(post.Headline, ArticleContent.HeadlineLimit);
        }

        var text = PlainText.Of(post.Html);
        if (text.Length == 0)
        {
            throw new ItemRefusedException("it has neither a title nor text");
        }

        remarks.Add("has no title: its first words stand there");
        return PlainText.Cut(text, NamedBy);
    }

    private static string? PageSlug(SourcePost post, string headline, string body, List<string> remarks)
    {
        if (!post.IsPage)
        {
            return null;
        }

        if (!post.IsPublic || body.Length is 0 or > StandingPage.BodyLimit || headline.Length > StandingPage.TitleLimit)
        {
            remarks.Add("a page that is not public, empty or too long is a draft of a story now");
            return null;
        }

        var slug = Slug.From(post.Slug is { Length: > 0 } own ? own : headline);
        return slug == "-" ? Slug.OfName(headline) : slug;
    }

    private static IReadOnlyList<string> First(IReadOnlyList<string> all, int most, string what, List<string> remarks)
    {
        if (all.Count <= most)
        {
            return all;
        }

        remarks.Add($"has more than {most} {what}: the first {most} stay");
        return [.. all.Take(most)];
    }
}
