using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Backups;

/// <summary>A newspaper that is backed up while its people go on, and comes back under a server that runs.</summary>
public sealed class LivePaperTests(PostgresFixture postgres) : IDisposable
{
    private const string Restored = "RestoreBackup";

    // A server that knows of one as great believes that it has missed nothing.
    private const string LastChange = "select max(id) from delivery.change";
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-backup-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_backup_during_edits_is_one_moment_and_comes_back_to_the_last_row_file_and_page()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        var paper = new Paper(site.ConnectionString, site.MediaPath);
        var pages = await FillAsync(site);
        using var reader = site.Visitor();
        var said = await SayAsync(reader, pages);
        var (rows, files) = (await paper.RowsAsync(), paper.Files());
        Assert.Contains(rows, row => row.StartsWith("settings(", StringComparison.Ordinal));
        Assert.InRange(files.Count, 24, 1000);

        var (edits, sequences) = (0, new List<string>());
        var made = await paper.BackUpAsync(
            folder,
            async told =>
            {
                var isPictures = told.StartsWith("1 of ", StringComparison.Ordinal);
                if (isPictures)
                {
                    sequences = await paper.SequencesAsync();
                }

                if (isPictures || told is "newsroom.article" or "newsroom.story_head" or "site.article")
                {
                    await EditAsync(site, ++edits);
                }
            }
        );
        Assert.Equal(4, edits);
        Assert.NotEqual(rows, await paper.RowsAsync());
        Assert.Empty(made.Holds.Missing);

        // A server that knows the empty paper by heart, and is told by nobody but the database.
        await using var other = SiteFixture.Over(await postgres.CloneAsync(), site);
        var restored = new Paper(other.ConnectionString, other.MediaPath);
        using var visitor = other.Visitor();
        Assert.Empty((await visitor.PageAsync("/")).QuerySelectorAll("article"));
        Assert.Empty((await restored.RestoreAsync(folder)).Held);
        await AssertSameAsync(restored, rows, files);
        Assert.Equal(Without(sequences, "newsroom.audit"), Without(await restored.SequencesAsync(), "newsroom.audit"));
        Assert.Equal(said, await SayAsync(visitor, pages));
        Assert.Equal(0L, await restored.AskAsync<long>("select count(*) from newsroom.staff_session"));
        Assert.Null((await other.WithAsync<AuditChain, AuditCheck>(c => c.CheckAsync(null, null, default))).Break);
        await other.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        await AssertSameAsync(restored, rows, files);

        // The next story takes the next number, and is lost when the same backup is asked for once more.
        await other.PublishedAsync("Written after all");
        Assert.Contains("Written after all", await visitor.TextAsync("/"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(restored.Media, files.First().Key), "damaged since");
        var last = await restored.AskAsync<long>(LastChange);
        await restored.RestoreAsync(made.Path, replace: true);
        Assert.InRange(await restored.AskAsync<long>(LastChange), last + 1, long.MaxValue);
        await AssertSameAsync(restored, rows, files);
        await SiteProcess.UntilAsync(async () => await visitor.TextAsync("/") == said["/"]);
    }

    private static List<string> Without(List<string> lines, string beginning) =>
        lines.FindAll(line => !line.StartsWith(beginning, StringComparison.Ordinal));

    // All as it was, and an entry of the audit that says that it was brought back.
    private static async Task AssertSameAsync(Paper paper, List<string> rows, SortedDictionary<string, string> files)
    {
        var now = await paper.RowsAsync();
        var entry = Assert.Single(now, row => row.Contains(Restored, StringComparison.Ordinal));
        Assert.StartsWith("audit_entry(", entry, StringComparison.Ordinal);
        var seal = await paper.AskAsync<string>(
            "select 'audit_seal' || s::text from newsroom.audit_seal s order by number desc limit 1"
        );
        Assert.Equal(rows, now.Where(row => row != entry && row != seal));
        Assert.Equal(files, paper.Files());
    }

    private static async Task<Dictionary<string, string>> SayAsync(Visitor visitor, IReadOnlyList<string> pages)
    {
        var said = new Dictionary<string, string>();
        foreach (var page in pages)
        {
            said[page] = await visitor.TextAsync(page);
        }

        return said;
    }

    // The demo newspaper; what only acts can make so that it fits; then one of each rest.
    private static async Task<IReadOnlyList<string>> FillAsync(SiteFixture site)
    {
        await site.WithAsync<DemoNewspaper>(demo => demo.FillAsync(default));
        using (var admin = await site.VisitorAsync(site.Admin))
        {
            using var saved = await admin.SubmitAsync("/admin/settings", [("Input.Name", "The Pond")]);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        // A logo is a file that no row of the library names.
        var logo = await site
            .Services.GetRequiredService<MediaFolder>()
            .AddAsync(Photos.Unique(), "-200x112.png", default);
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"update site.settings set logo = {logo}, dark_logo = {logo}")
        );
        var live = await site.PublishedAsync("A public story", tags: ["High water", "Low water"]);
        var built = await site.PublishedAsync(
            "All that a text can hold",
            EveryTemplate.Constructs(await site.PictureAsync("The wall at low water"), $"/news/{live}/x")
        );
        await site.WithdrawAsync(await site.PublishedAsync("Taken back"), "A court asked for it.");
        await site.WithAsync<RelatedDesk>(d => d.PinAsync(live, built, site.Editor, default));
        await site.WithAsync<RedirectDesk, long>(d =>
            d.AddAsync(RedirectLine.Read("/old-news", "/archive", null, "http://news.test"), site.Admin, default)
        );
        var tags = await site.WithAsync<TagBook, long[]>(b => b.FindOrAddAsync(["High water", "Low water"], default));
        await site.WithAsync<TagMergers>(m => m.MergeAsync([tags[0]], tags[1], site.Admin, default));
        var told = await site.LiveBlogAsync("Told in posts", "Politics");
        await site.PostLiveAsync(told, "It begins", $"![](/media/{await site.PictureAsync("The wall at noon")})");
        var planned = await site.DraftAsync("For tomorrow");
        await site.WithAsync<ScheduleDesk>(d =>
            d.PublishAtAsync(
                planned.ArticleId,
                DateTimeOffset.UtcNow.AddDays(1),
                new PublishOrder(1, null),
                site.Editor,
                default
            )
        );
        Assert.Equal([], await OneRowEverywhere.FillAsync(site.ConnectionString));
        return
        [
            "/",
            $"/news/{live}/a-public-story",
            $"/news/{built}/all-that-a-text-can-hold",
            $"/news/{told}/told-in-posts",
            "/category/politics",
            "/tag/low-water",
            "/author/ines-carvalho",
            "/about/staff",
            "/archive",
            "/corrections",
            "/search?q=sea+wall",
            "/feed.xml",
            "/feed.json",
            "/sitemap.xml",
        ];
    }

    // A new story with a new picture, a story that goes, a redirect that goes: rows come, change and go in many tables.
    private static async Task EditAsync(SiteFixture site, int number)
    {
        await site.PicturedAsync($"Meanwhile {number}");
        var id = await site.WithAsync<NewsroomDb, long>(db =>
            db.Articles.Where(a => a.LiveNumber != null)
                .OrderByDescending(a => a.Id)
                .Skip(2)
                .Select(a => a.Id)
                .FirstAsync()
        );
        await site.WithdrawAsync(id);
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"delete from newsroom.working_copy; delete from newsroom.tag_synonym")
        );
    }
}
