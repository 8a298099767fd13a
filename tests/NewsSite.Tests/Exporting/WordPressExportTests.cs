using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Importing.WordPress;
using NewsSite.News.Published;
using NewsSite.Tests.Importing;
using NewsSite.Web.Reading.Feeds;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>What is published as a file that WordPress takes in, read by the reader of such files that we have.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed partial class WordPressExportTests(ExportedPaper paper)
{
    [Fact]
    public async Task Every_story_is_in_it_with_its_text_its_day_and_all_that_it_is_filed_under()
    {
        var file = paper.InFolder("paper.xml");
        var count = await paper.Site.WithAsync<WordPressExport, int>(e => e.WriteAsync(file, null, default));
        var ids = await paper.Site.WithAsync<PublishedDb, List<long>>(db =>
            db.Articles.Select(a => a.Id).Order().ToListAsync()
        );
        var stories = await paper.Site.WithAsync<Stories, IReadOnlyList<Story>>(s => s.FindAllAsync(ids, default));
        Assert.Equal((stories.Count, 2), (count, count));

        var report = new ImportReport("paper.xml");
        var source = new WordPressSource(file, Imports.Zone, TimeProvider.System) { HasPictures = true };
        var nouns = await source.OpenAsync(report, default);
        var posts = new Dictionary<string, SourcePost>(StringComparer.Ordinal);
        await foreach (var post in source.PostsAsync(report, default))
        {
            posts.Add(post.Key, post);
        }

        Assert.Equal(stories.Count, posts.Count);
        foreach (var story in stories)
        {
            var post = posts[$"{story.Id}"];
            Assert.Equal(story.Headline, post.Headline);
            Assert.Equal(story.Standfirst ?? "", post.Standfirst ?? "");
            Assert.Equal(story.SearchTitle, post.SearchTitle);
            AssertHas(post.Html, story.BodyText);
            Assert.Equal(story.FirstPublishedAt.ToUnixTimeSeconds(), post.PublishedAt!.Value.ToUnixTimeSeconds());
            Assert.True(post is { IsPublic: true, IsPage: false, LinesCount: false });
            Assert.Equal(story.Tags.Select(t => t.Name), post.Tags.Select(t => nouns.Tags[t].Name));
            Assert.Equal(story.Authors.Select(a => a.Name), post.Authors.Select(a => nouns.Authors[a].Name));

            // A section above another one goes without saying.
            Assert.Equal(story.Categories[0].Name, nouns.Sections[post.Sections[0]].Name);
            Assert.Subset(
                story.Categories.Select(c => c.Name).ToHashSet(),
                post.Sections.Select(s => nouns.Sections[s].Name).ToHashSet()
            );
            Assert.Contains($"/news/{story.Id}/{story.Slug}", post.Old);
        }

        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("@example.org", text, StringComparison.Ordinal);
        Assert.Equal("1.2", Regex.Match(text, "<wp:wxr_version>(.*?)<").Groups[1].Value);
        var pictures = Picture().Matches(text).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, pictures.Count);
        Assert.Equal(pictures.Count, pictures.Distinct().Count());
        using var reader = paper.Site.Visitor();
        using var picture = await reader.GetAsync(new Uri(pictures[0]).AbsolutePath);
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);
        await Assert.ThrowsAsync<IOException>(() =>
            paper.Site.WithAsync<WordPressExport>(e => e.WriteAsync(file, null, default))
        );
    }

    // Each line of it, wherever tables and captions stand; beside them may be where a film can be seen.
    private static void AssertHas(string html, string text)
    {
        var page = new HtmlParser().ParseDocument(html);
        page.QuerySelectorAll("a[href*='#fn']").ToList().ForEach(number => number.Remove());
        var whole = Words(page.Body!.TextContent);
        Assert.All(text.Split('\n'), line => Assert.Contains(Words(line), whole, StringComparison.Ordinal));
        Assert.InRange(whole.Length, Words(text).Length - 50, Words(text).Length + 200);
    }

    private static string Words(string text) =>
        string.Concat(text.Where(c => char.IsLetterOrDigit(c) || char.IsPunctuation(c)));

    [GeneratedRegex("<wp:attachment_url>(.*?)<")]
    private static partial Regex Picture();
}
