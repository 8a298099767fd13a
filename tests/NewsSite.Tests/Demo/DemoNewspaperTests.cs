using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetVips;
using NewsSite.News.Articles;
using NewsSite.News.Demo;
using NewsSite.News.Media;
using NewsSite.Rendering;
using Xunit;

namespace NewsSite.Tests.Demo;

// Whether drawings can be read holds for the whole process: not while the demo paints its own.
[Collection("Drawings")]
public sealed partial class DemoNewspaperTests
{
    [Fact]
    public void Every_story_is_complete_fresh_and_in_house_style()
    {
        var categories = DemoPeople.Categories.Select(c => c.Slug).ToHashSet();
        var authors = DemoPeople.Authors.Select(a => a.Slug).ToHashSet();
        Assert.InRange(DemoStory.All.Count, 28, 45);
        Assert.Equal(DemoStory.All.Count, DemoStory.All.Select(s => s.Headline).Distinct().Count());
        Assert.All(
            DemoStory.All,
            story =>
            {
                Assert.InRange(story.Headline.Length, 10, 100);
                Assert.InRange(story.Standfirst?.Length ?? 0, 0, ArticleContent.StandfirstLimit);
                Assert.Subset(categories, story.Further.Append(story.Category).ToHashSet());
                Assert.Subset(authors, story.Authors.ToHashSet());
                Assert.InRange(story.Age, TimeSpan.Zero, TimeSpan.FromDays(14));
                Assert.True(
                    story.Picture is null || (DemoPictures.All.ContainsKey(story.Picture) && story.Alt is not null)
                );
                Assert.DoesNotContain('"', story.Body);
                Assert.All(
                    PlaceOfStory().Matches(story.Body),
                    link => Assert.Contains(DemoStory.All, s => s.Name == link.Groups[1].Value && s.Age > story.Age)
                );
            }
        );
        Assert.Single(DemoStory.All, s => s.Breaking > s.Age);
        Assert.Contains(DemoStory.All, s => s.Headline.Contains("China’s defence minister", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_body_is_laid_out_without_refusal_and_shows_what_the_text_can_do()
    {
        var pages = DemoStory
            .All.Select(s =>
                StoryMarkdown
                    .Render(
                        s.Body.Replace("{story:", "/news/1/", StringComparison.Ordinal)
                            .Replace("}", "", StringComparison.Ordinal)
                    )
                    .Html
            )
            .ToList();
        foreach (
            var part in new[]
            {
                "\"pull\"",
                "\"fact\"",
                "\"next\"",
                "\"embed\"",
                "data-embed",
                "<caption>",
                "\"footnotes\"",
            }
        )
        {
            Assert.Contains(pages, html => html.Contains(part, StringComparison.Ordinal));
        }

        Assert.All(pages, html => Assert.DoesNotContain(":::", html, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_picture_is_small_well_formed_always_the_same_and_runs_nothing()
    {
        foreach (var (name, picture) in DemoPictures.All)
        {
            var drawn = picture.Draw();
            Assert.Equal(drawn, picture.Draw());
            Assert.InRange(drawn.Length, 500, 200_000);
            var svg = XDocument.Parse(drawn);
            Assert.Equal($"{picture.Width}", svg.Root!.Attribute("width")!.Value);
            Assert.DoesNotContain(
                svg.Descendants(),
                e => e.Name.LocalName is "script" or "image" or "use" or "foreignObject"
            );
            Assert.True(name.Length > 0);
        }
    }

    [GeneratedRegex(@"\{story:([a-z0-9-]+)\}")]
    private static partial Regex PlaceOfStory();

    [Fact]
    public async Task Every_picture_is_stored_as_a_photograph_in_little_time_and_drawings_are_barred_again()
    {
        var folder = Directory.CreateTempSubdirectory("newssite-demo-");
        try
        {
            var watch = Stopwatch.StartNew();
            var masters = await DemoPictures.StoreAsync(new MediaFolder(folder.FullName), default);
            TestContext.Current.TestOutputHelper!.WriteLine($"{watch.ElapsedMilliseconds} ms");
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
            Assert.Equal(DemoPictures.All.Keys.Order(), masters.Keys.Order());
            foreach (var (name, file) in masters)
            {
                using var picture = Image.JpegloadBuffer(
                    await File.ReadAllBytesAsync(Path.Combine(folder.FullName, file))
                );
                Assert.Equal(
                    (DemoPictures.All[name].Width, DemoPictures.All[name].Height),
                    (picture.Width, picture.Height)
                );
            }

            Assert.Throws<VipsException>(() => Image.SvgloadBuffer("<svg width='9' height='9'/>"u8.ToArray()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
