using AngleSharp.Html.Parser;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>A picture that a story shows, at its public address.</summary>
internal sealed record WxrPicture(string Address, string Alt, string? Caption)
{
    // The widest there is.
    private const int Widest = 10_000;

    /// <returns>The one that leads the story; null without one.</returns>
    /// <param name="root">Of the site, without a slash at the end.</param>
    public static WxrPicture? Lead(Story story, string root) =>
        story.Picture is { } picture
            ? new(root + picture.Sized(Widest, "jpg"), picture.Alt, picture.Caption ?? picture.Credit)
            : null;

    /// <returns>The lead picture and those of the text, each once.</returns>
    /// <param name="html">The story's text with whole addresses.</param>
    public static IEnumerable<WxrPicture> Of(Story story, string html, string root)
    {
        var pictures = html.Contains("<img", StringComparison.Ordinal)
            ? new HtmlParser()
                .ParseDocument(html)
                .QuerySelectorAll("img[src]")
                .Select(i => new WxrPicture(i.GetAttribute("src")!, i.GetAttribute("alt") ?? "", null))
                .Where(p => p.Address.StartsWith($"{root}/media/", StringComparison.Ordinal))
            : [];
        return (Lead(story, root) is { } lead ? pictures.Prepend(lead) : pictures).DistinctBy(p => p.Address);
    }
}
