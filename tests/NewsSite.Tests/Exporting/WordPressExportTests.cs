using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Importing.WordPress;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Importing;
using NewsSite.Tests.Support;
using NewsSite.Web.Hosting;
using Npgsql;
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
        var (all, count) = await WriteAsync(file);
        var ids = await paper.Site.WithAsync<PublishedDb, List<long>>(db =>
            db.Articles.Select(a => a.Id).Order().ToListAsync()
        );
        var stories = await paper.Site.WithAsync<Stories, IReadOnlyList<Story>>(s => s.FindAllAsync(ids, default));
        Assert.Equal((stories.Count, 3), (count, count));
        Assert.Equal(6, all);

        var report = new ImportReport("paper.xml");
        var source = new WordPressSource(file, Imports.Zone, TimeProvider.System) { HasPictures = true };
        var nouns = await source.OpenAsync(report, default);
        var posts = new Dictionary<string, SourcePost>(StringComparer.Ordinal);
        await foreach (var post in source.PostsAsync(report, default))
        {
            posts.Add(post.Key, post);
        }

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

        // A story that is told in posts has all of them that stand.
        var told = posts.Values.Single(p => p.Headline == "Told in posts").Html;
        Assert.Contains("<h2>It began</h2>", told, StringComparison.Ordinal);
        Assert.Contains("At <em>one</em>.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("A mistake.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Not seen yet", told, StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("@example.org", text, StringComparison.Ordinal);
        Assert.Equal("1.2", Regex.Match(text, "<wp:wxr_version>(.*?)<").Groups[1].Value);
        var pictures = Picture().Matches(text).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, pictures.Count);
        Assert.Equal(pictures.Count, pictures.Distinct().Count());
        using var reader = paper.Site.Visitor();
        using var picture = await reader.GetAsync(new Uri(pictures[0]).AbsolutePath);
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(file));
    }

    [Fact]
    public async Task What_readers_do_not_see_is_in_it_by_its_state_and_comes_back_with_it()
    {
        await using var source = await SiteFixture.StartAsync(paper.Postgres, _ => { });
        await using var target = await SiteFixture.StartAsync(paper.Postgres, _ => { });
        var due = new DateTimeOffset(DateTimeOffset.UtcNow.Date.AddDays(2), TimeSpan.Zero).AddHours(9);
        var ids = await FillAsync(source, due);
        var file = paper.InFolder("unseen.xml");
        Assert.Equal((7, 1), await WriteAsync(file, source));
        var items = XDocument.Load(file).Descendants("item").ToList();
        foreach (
            var (headline, status, name) in new[]
            {
                ("Out", "publish", "out"),
                ("A draft", "draft", ""),
                ("In review", "pending", ""),
                ("For its time", "future", "for-its-time"),
                ("Taken back", "private", "taken-back"),
                ("Spiked", "trash", ""),
                ("An <em>odd</em> one", "draft", ""),
                ("How we work", "publish", "how-we-work"),
            }
        )
        {
            var item = items.Single(i =>
                i.Element("title")!.Value
                == headline
                    .Replace("<", "&lt;", StringComparison.Ordinal)
                    .Replace(">", "&gt;", StringComparison.Ordinal)
            );
            Assert.Equal((headline, status), (headline, item.Element(Wp + "status")!.Value));
            Assert.Equal((headline, name), (headline, item.Element(Wp + "post_name")!.Value));
            var isDraft = status is "draft" or "pending" or "trash";
            Assert.Equal(isDraft, item.Element(Wp + "post_date_gmt")!.Value == "0000-00-00 00:00:00");
            Assert.Equal(isDraft, item.Element("pubDate")!.Value.Length == 0);
        }

        Assert.Equal(
            $"{due:yyyy-MM-dd HH:mm:ss}",
            items.Single(i => i.Element("title")!.Value == "For its time").Element(Wp + "post_date_gmt")!.Value
        );
        var authors = XDocument.Load(file).Descendants(Wp + "author_login").Select(a => a.Value).ToList();
        Assert.Contains("nora-new", authors);
        Assert.Equal(authors.Distinct(), authors);

        await target.ImportFileAsync(file);
        foreach (
            var (headline, state) in new[]
            {
                ("Out", ArticleState.Published),
                ("A draft", ArticleState.Draft),
                ("In review", ArticleState.Draft),
                ("For its time", ArticleState.Scheduled),
                ("Taken back", ArticleState.Draft),
                ("An <em>odd</em> one", ArticleState.Draft),
            }
        )
        {
            var (article, content) = await target.StoryAsync(headline);
            var was = (await source.StoryAsync(headline)).Content;
            Assert.Equal((headline, state), (headline, article.State));
            Assert.Equal((was.Body, was.Standfirst), (content.Body, content.Standfirst));
            Assert.Equal(was.TagIds.Length, content.TagIds.Length);
            Assert.Equal(was.AuthorIds.Length, content.AuthorIds.Length);
        }

        await target.WithAsync<NewsroomDb>(async db =>
        {
            Assert.Equal(due, (await db.ScheduledActs.SingleAsync()).DueAt);
            Assert.False(await db.ArticleVersions.AnyAsync(v => v.Content.Headline == "Spiked"));
            var page = await db.StandingPages.SingleAsync();
            Assert.Equal(("how-we-work", "How we work", "We *work*."), (page.Slug, page.Title, page.Body.Trim()));
            Assert.Equal(new DateOnly(2026, 1, 2), page.ReviewedOn);
        });

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        // By no address of the site does a stranger get it.
        using var stranger = source.Visitor();
        foreach (var id in ids)
        {
            Assert.NotEqual(HttpStatusCode.OK, await stranger.StatusAsync($"/news/{id}/x"));
        }
    }

    [Fact]
    public async Task A_story_that_is_withdrawn_meanwhile_is_in_it_as_it_was()
    {
        await using var site = await SiteFixture.StartAsync(paper.Postgres, _ => { });
        var gone = await site.PublishedAsync("Withdrawn meanwhile");
        var file = paper.InFolder("meanwhile.xml");
        Task<(int, int)> writing;

        // It has looked at what readers do not see by then, and at nothing of what they see.
        await using (var holder = new NpgsqlConnection(site.ConnectionString))
        {
            await holder.OpenAsync();
            await using var hold = new NpgsqlCommand(
                "begin; lock table newsroom.author in access exclusive mode",
                holder
            );
            await hold.ExecuteNonQueryAsync();
            writing = WriteAsync(file, site);
            await SiteProcess.UntilAsync(() =>
                site.WithAsync<NewsroomDb, bool>(db =>
                    db.Database.SqlQuery<bool>(
                            $"""
                            select exists (select from pg_stat_activity where wait_event_type = 'Lock'
                                and datname = current_database() and query like '%newsroom.author%') as "Value"
                            """
                        )
                        .SingleAsync()
                )
            );
            await site.WithdrawAsync(gone, "A court asked for it.");
        }

        Assert.Equal((1, 1), await writing);
        Assert.Equal("publish", XDocument.Load(file).Descendants(Wp + "status").Single().Value);
    }

    private static async Task<List<long>> FillAsync(SiteFixture site, DateTimeOffset due)
    {
        await site.PublishedAsync("Out");
        var draft = await site.DraftAsync("A draft", "Words of *it*.", tags: ["Only here"], standfirst: "In short.");
        var reviewed = await site.DraftAsync("In review");
        var planned = await site.DraftAsync("For its time");
        await site.WithAsync<ScheduleDesk>(d =>
            d.PublishAtAsync(planned.ArticleId, due, new PublishOrder(1, null), site.Editor, default)
        );
        var gone = await site.PublishedAsync("Taken back");
        await site.WithdrawAsync(gone, "A court asked for it.");
        var spiked = await site.DraftAsync("Spiked");
        var other = await site.AddStaffAsync("Nora New", StaffRole.Reporter);
        var odd = await site.DraftAsync("An <em>odd</em> one", by: other);
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                update newsroom.article set state = case id when {reviewed.ArticleId} then 'InReview' else 'Spiked' end
                    where id in ({reviewed.ArticleId}, {spiked.ArticleId})
                """
            )
        );
        await site.WithAsync<StandingPageDesk>(d =>
            d.SaveAsync(
                new StandingPageForm("how-we-work", "How we work", "We *work*.", 1, new DateOnly(2026, 1, 2)),
                null,
                site.Admin,
                default
            )
        );
        return [draft.ArticleId, reviewed.ArticleId, planned.ArticleId, gone, spiked.ArticleId, odd.ArticleId];
    }

    private Task<(int All, int Public)> WriteAsync(string file) => WriteAsync(file, paper.Site);

    private static Task<(int All, int Public)> WriteAsync(string file, SiteFixture site) =>
        site.WithAsync<PaperForWordPress, (int, int)>(paper => paper.WriteAsync(file, null, default));

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

    private static readonly XNamespace Wp = "http://wordpress.org/export/1.2/";

    [GeneratedRegex("<wp:attachment_url>(.*?)<")]
    private static partial Regex Picture();
}
